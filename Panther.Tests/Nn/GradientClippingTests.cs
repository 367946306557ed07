using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>More gradients than one launch takes, of odd lengths, some of which do not lie in order.</summary>
public sealed class GradientClippingTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_ManyGradients_IsItsFormula(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        double[][] values = Values();
        Tensor<double>[] gradients = Gradients(tape, values);
        double norm = Math.Sqrt(values.Sum(v => v.Sum(x => x * x)));

        Tensor<double>[] clipped = gradients.ClipByNorm(0.25 * norm, out Tensor<double> measured);
        Tensor<double>[] unclipped = gradients.ClipByNorm(2 * norm, out _);

        // A sum of 10⁴ squares in a tree errs by less than a hundred roundings.
        Assert.Equal(norm, measured.ToScalar(), norm * 1e-14);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i].Select(x => 0.25 * x), clipped[i].ToArray(), (a, b) => Math.Abs(a - b) <= 1e-14);
            Assert.Equal(values[i], unclipped[i].ToArray());
            Assert.Equal(gradients[i].Shape, clipped[i].Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_Single_HasTheSameBitsEachTime(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        Tensor<float>[] gradients = [tape.Create<float>(Kernels.KernelDevices.Singles(70_001, 3), [70_001])];
        gradients.ClipByNorm(1, out Tensor<float> first);
        gradients.ClipByNorm(1, out Tensor<float> second);
        Assert.Equal(first.ToScalar(), second.ToScalar());
        Assert.True(float.IsNaN(new[] { tape.Full(float.NaN, [3]) }.ClipByNorm(1, out _)[0].ToArray()[0]));
    }

    /// <summary>The squares of elements are beyond the type's range, their norm is not. Powers of two, so all is exact.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_ElementsWhoseSquaresOverflow_IsItsFormula(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        AssertScaled(MathF.ScaleB(1, 100), MathF.ScaleB(1, 7));
        AssertScaled(MathF.ScaleB(1, 120), MathF.ScaleB(1, 7));
        AssertScaled(Math.ScaleB(1, 1000), Math.ScaleB(1, 7));

        // 2¹⁴ equal elements and some that do not count beside them: the norm is 2⁷ of theirs.
        void AssertScaled<T>(T element, T root)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            Tensor<T>[] gradients = [tape.Full(element, [100, 128]), tape.Full(T.One, [77]), tape.Full(-element, [28, 128])];
            Tensor<T>[] clipped = gradients.ClipByNorm(root, out Tensor<T> norm);
            Assert.Equal(element * root, norm.ToScalar());
            Assert.All(clipped[0].ToArray(), value => Assert.Equal(T.One, value));
            Assert.All(clipped[2].ToArray(), value => Assert.Equal(-T.One, value));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_ElementsThatAreNotFinite_GiveNothingButNaN(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        foreach (float element in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Tensor<float>[] gradients = [tape.Create<float>([1, element], [2]), tape.Create<float>([2], [1])];
            Tensor<float>[] clipped = gradients.ClipByNorm(1, out Tensor<float> norm);
            Assert.Equal(float.IsNaN(element) ? float.NaN : float.PositiveInfinity, norm.ToScalar());
            Assert.All([.. clipped[0].ToArray(), .. clipped[1].ToArray()], value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Clip_WhatIsNotOffered_Throws()
    {
        Device device = TestDevice.Get("cpu");
        using var tape = new Tape(device);
        Tensor<float>[] gradients = [tape.Zeros<float>([2])];
        Assert.All((float[])[0, -1, float.NaN, -float.NaN], maximum =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => gradients.ClipByNorm(maximum, out _));
            Assert.Throws<ArgumentOutOfRangeException>(() => gradients.ClipByValue(maximum));
        });
        Assert.Throws<ArgumentException>(() => Array.Empty<Tensor<float>>().ClipByNorm(1, out _));
        Assert.Throws<ArgumentNullException>(() => new Tensor<float>[] { null! }.ClipByNorm(1, out _));
        Assert.Throws<NotSupportedException>(() => new[] { tape.Zeros<Half>([2]) }.ClipByNorm(Half.One, out _));
        using var other = new Tape(device);
        Assert.Throws<InvalidOperationException>(() => new[] { gradients[0], other.Zeros<float>([2]) }.ClipByNorm(1, out _));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByValue_ManyGradients_BringsElementsIntoBounds(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        double[][] values = Values();
        Tensor<double>[] clipped = Gradients(tape, values).ClipByValue(0.3);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i].Select(x => Math.Clamp(x, -0.3, 0.3)), clipped[i].ToArray());
        }

        Assert.Equal([double.NaN, 1, -1], new[] { tape.Create<double>([double.NaN, double.PositiveInfinity, double.NegativeInfinity], [3]) }.ClipByValue(1)[0].ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Gradients(tape, values).ClipByValue(double.NaN));
    }

    private static double[][] Values() => [.. Enumerable.Range(0, 19).Select(i => GradientCheck.Values([i % 3 == 0 ? 1 + (7 * i) : 1025], i))];

    private static Tensor<double>[] Gradients(Tape tape, double[][] values)
        => [.. values.Select((v, i) => i % 3 == 0 ? tape.Create<double>(v, [v.Length]) : tape.Create<double>(Transposed(v, 25, 41), [25, 41]).Transpose())];

    private static double[] Transposed(double[] values, int columns, int rows)
        => [.. Enumerable.Range(0, values.Length).Select(k => values[(k % rows * columns) + (k / rows)])];
}
