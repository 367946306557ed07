using Panther.Jit.Runtime;
using Panther.Nn;
using static Panther.Tests.Nn.GradientCheck;

namespace Panther.Tests.Nn;

public sealed class ArithmeticTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Expression_OfBroadcastOperands_HasItsDerivatives(string kind)
    {
        Shape matrix = [3, 5];
        Shape row = [5];
        Shape column = [3, 1];
        Check(
            TestDevice.Get(kind),
            x => (2 - (x[0] * x[1])) / (3 + x[2]) + (x[0] - x[2] / 4) - (2 / (x[2] - 4)),
            (Values(matrix, 1), matrix),
            (Values(row, 2), row),
            (Values(column, 3), column));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Operators_OddSizesAndStrides_HaveTheBitsOfDotNet(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (int size in (int[])[0, 1, 33, 1025])
        {
            float[] x = Kernels.KernelDevices.Singles(3 * size, 1);
            float[] y = Kernels.KernelDevices.Singles(3 * size, 2);
            using var tape = new Tape(device);
            Tensor<float> a = tape.Create<float>(x, [3, size]);
            Tensor<float> b = tape.Create<float>(y, [size, 3]);
            Assert.Equal(x.Zip(y, (p, q) => p * q), (a * b.Reshape(3, size)).ToArray());
            float[] expected = [.. x.Select((p, i) => p + y[(i % size * 3) + (i / size)])];
            Assert.Equal(expected, (a + b.Transpose()).ToArray());
            Assert.Equal(x.Select(p => p / 3f), (a / 3f).ToArray());
            Assert.Equal(x.Select(p => p / 1e-39f), (a / 1e-39f).ToArray());
            Assert.Equal(x.Select(p => 3f / p), (3f / a).ToArray());
        }
    }
}
