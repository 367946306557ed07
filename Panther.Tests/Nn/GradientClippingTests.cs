using System.Numerics;
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

    /// <summary>The squares of elements are beyond the type's range on either side, their norm is not. Powers of two, so all is exact.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_ElementsWhoseSquaresAreOutOfRange_IsItsFormula(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        foreach (int exponent in (int[])[120, 100, 0, -30, -37, -43, -44, -50, -80, -100, -149])
        {
            AssertScaled<float>(tape, exponent);
        }

        foreach (int exponent in (int[])[1000, 0, -100, -108, -500, -1000, -1074])
        {
            AssertScaled<double>(tape, exponent);
        }
    }

    /// <summary>2¹⁴ equal elements, and some that are 0: the norm is 2⁷ of theirs, and half of that norm is half of each of them.</summary>
    private static void AssertScaled<T>(Tape tape, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T element = T.ScaleB(T.One, exponent);
        Tensor<T>[] gradients = [tape.Full(element, [100, 128]), tape.Zeros<T>([77]), tape.Full(-element, [28, 128])];
        T half = T.CreateChecked(0.5);
        Tensor<T>[] clipped = gradients.ClipByNorm(T.ScaleB(element, 6), out Tensor<T> norm);
        Assert.Equal(T.ScaleB(element, 7), norm.ToScalar());
        Assert.All(clipped[0].ToArray(), value => Assert.Equal(element * half, value));
        Assert.All(clipped[2].ToArray(), value => Assert.Equal(-element * half, value));
    }

    /// <summary>The maximum over the norm has no normal number, its product with the elements has. Powers of two, so all is exact.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipByNorm_FactorBelowTheRange_IsItsFormula(string kind)
    {
        using var tape = new Tape(TestDevice.Get(kind));
        AssertShrunk<float>(tape, 100, -30);
        AssertShrunk<float>(tape, 120, -100);
        AssertShrunk<float>(tape, 70, -140);
        AssertShrunk<double>(tape, 800, -230);
        AssertShrunk<double>(tape, 1000, -1000);

        // A factor of 5/3·2⁻¹²⁹, of which a subnormal float holds twenty digits; the element is its norm.
        Tensor<float> clipped = new[] { tape.Create<float>([MathF.ScaleB(-3, 99)], [1]) }.ClipByNorm(MathF.ScaleB(5, -30), out _)[0];
        Assert.Equal(MathF.ScaleB(-5, -30), clipped.ToScalar());
    }

    /// <summary>A norm of 2ⁿ, brought to 2ᵐ, in which a fourth of the squares lies in each of four elements.</summary>
    private static void AssertShrunk<T>(Tape tape, int norm, int maximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T element = T.ScaleB(T.One, norm - 1);
        Tensor<T> clipped = new[] { tape.Create<T>([element, -element, element, element, T.Zero], [5]) }.ClipByNorm(T.ScaleB(T.One, maximum), out _)[0];
        T expected = T.ScaleB(T.One, maximum - 1);
        Assert.Equal([expected, -expected, expected, expected, T.Zero], clipped.ToArray());
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
