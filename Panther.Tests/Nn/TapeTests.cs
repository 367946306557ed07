using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class TapeTests
{
    [Fact]
    public void Operation_OnAParameterOutsideATape_Throws()
    {
        using Tensor<float> parameter = Tensor<float>.Create(TestDevice.Get("cpu"), [1, 2, 3], [3]);
        parameter.RequiresGradient = true;
        Assert.Throws<InvalidOperationException>(() => parameter * parameter);
        using Tensor<float> images = Tensor<float>.Create(TestDevice.Get("cpu"), new float[6], [2, 3]);
        Assert.Throws<InvalidOperationException>(() => images.BatchNormWith(parameter, parameter, parameter, parameter));
        using Tensor<float> heads = Tensor<float>.Create(TestDevice.Get("cpu"), [1, 2, 3], [1, 1, 1, 3]);
        heads.RequiresGradient = true;
        Assert.Throws<InvalidOperationException>(() => heads.RandomFeatureAttention(heads, heads, images));
        using Tensor<float> square = parameter.Detach() * parameter.Detach();
        Assert.Equal([1, 4, 9], square.ToArray());
    }

    [Fact]
    public void Operation_OnTwoUnrelatedTapes_Throws()
    {
        using var first = new Tape(TestDevice.Get("cpu"));
        using var second = new Tape(TestDevice.Get("cpu"));
        Tensor<float> x = first.Create<float>([1], [1]);
        Tensor<float> y = second.Create<float>([1], [1]);
        Assert.Throws<InvalidOperationException>(() => x + y);
        using var inner = new Tape(first);
        Assert.Same(inner, (x + inner.Create<float>([1], [1])).Tape);
    }

    [Fact]
    public void Create_OfATwoDimensionalArray_HasItsRows()
    {
        float[,] rows = { { 1, 2, 3 }, { 4, 5, 6 } };
        using var tape = new Tape(TestDevice.Get("cpu"));
        using Tensor<float> outside = Tensor<float>.Create(tape.Device, rows);

        Tensor<float> inside = tape.Create(rows);

        Assert.Equal([2, 3], inside.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], inside.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], outside.ToArray());
    }

    [Fact]
    public void ToArray_AfterTheTapeIsDisposed_SaysSo()
    {
        Tensor<float> result;
        using (var tape = new Tape(TestDevice.Get("cpu")))
        {
            result = tape.Create<float>([1, 2], [2]);
        }

        Assert.Contains("its tape", Assert.Throws<ObjectDisposedException>(result.ToArray).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoGrad_WhileItLasts_RecordsNothing()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([3], []));
        Tensor<double> constant;
        using (tape.NoGrad())
        {
            constant = x * x;
        }

        Assert.False(constant.RequiresGradient);
        Assert.Equal(9, tape.Gradient(constant * x, x).ToScalar());
        Assert.Equal(27, tape.Gradient(x * x * x, x).ToScalar());
    }

    [Fact]
    public void Gradients_OfASourceThatIsNotUsed_AreZeros()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([3], []));
        Tensor<double> other = tape.Watch(tape.Create<double>([1, 2], [2]));
        Assert.Equal([0, 0], tape.Gradient(x * x, other).ToArray());
        Assert.Throws<ArgumentException>(() => tape.Gradient(x * x, tape.Create<double>([1], [1])));
        Assert.Throws<ArgumentException>(() => tape.Gradient(other * other, other));
    }

    [Fact]
    public void Gradients_AskedForAgainWithTheSameCotangent_AreComputedAgain()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Shape shape = [1, 1, 4, 3];
        Tensor<double>[] x = [.. Enumerable.Range(1, 3).Select(seed => tape.Watch(tape.Create<double>(GradientCheck.Values(shape, seed), shape)))];
        Tensor<double> y = x[0].ScaledDotProductAttention(x[1], x[2]);
        double[] weights = GradientCheck.Values(shape, 4);
        Tensor<double> cotangent = tape.Create<double>(weights, shape);
        Tensor<double>[] gradients = tape.Gradients(y, x, cotangent);
        Assert.All(tape.Gradients(y, x, cotangent, isDifferentiable: true), gradient => Assert.True(gradient.RequiresGradient));

        // Doubling is exact, and so is everything that is linear in it.
        cotangent.CopyFrom([.. weights.Select(weight => 2 * weight)]);
        Assert.Equal(gradients[0].ToArray().Select(value => 2 * value), tape.Gradients(y, x, cotangent)[0].ToArray());
    }

    [Fact]
    public void Gradients_ByAnIntermediateResult_AreItsOwn()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([3], []));
        Tensor<double> square = x * x;
        Tensor<double>[] gradients = tape.Gradients(square * x, [square, x]);
        Assert.Equal(3, gradients[0].ToScalar());
        Assert.Equal(27, gradients[1].ToScalar());
    }

    [Fact]
    public void Gradients_ThroughAnotherType_AreRoundedOnTheWay()
    {
        using var tape = new Tape(TestDevice.Get("cpu"));
        Tensor<double> x = tape.Watch(tape.Create<double>([1, 3], [2]));
        Tensor<float> narrow = x.To<float>();
        Tensor<double> y = (narrow / tape.Create<float>([3], [])).To<double>() * x;
        Assert.Equal([(double)(1f / 3f), 3], y.ToArray());
        Tensor<double> gradient = tape.Gradient(y.Sum(), x, isDifferentiable: true);
        AssertClose([2 / 3d, 2], gradient);
        AssertClose([2 / 3d, 2 / 3d], tape.Gradient(gradient.Sum(), x));
        AssertClose([2 / 3d, 2], tape.JacobianVectorProduct(y, (x, tape.Full(1.0, [2]))));

        // A few roundings to float of numbers up to 2.
        static void AssertClose(double[] expected, Tensor<double> actual) => Assert.Equal(expected, actual.ToArray(), (p, q) => Math.Abs(p - q) < 1e-6);
    }
}
