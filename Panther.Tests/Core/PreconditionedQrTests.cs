using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Tests.Core;

public sealed class PreconditionedQrTests
{
    /// <summary>
    /// With the identity for a preconditioner nothing but the passes stands between the condition of A and its Q: eps κ² is small, near one, and above it
    /// (where Cholesky's factorisation breaks down).
    /// </summary>
    [Theory]
    [InlineData("cpu", 2, CholeskyQrMethod.OnePass)]
    [InlineData("cpu", 1e5, CholeskyQrMethod.Repeated)]
    [InlineData("cpu", 1e11, CholeskyQrMethod.Shifted)]
    [InlineData("cuda", 1e5, CholeskyQrMethod.Repeated)]
    [InlineData("cuda", 1e11, CholeskyQrMethod.Shifted)]
    public void TryFactor_PoorPreconditioner_TakesThePassesItNeedsAndSaysSo(string deviceName, double condition, CholeskyQrMethod expected)
    {
        Device device = TestDevice.Get(deviceName);
        DeviceStream stream = device.DefaultStream;
        double[,] a = QrMatrix.Create("condition", 200, 20, condition, seed: 1);
        using DeviceMatrix<double> q = DeviceMatrix<double>.Create(device, a);
        using var r = new TriangularFactor<double>(stream, 20, 20);
        MatrixOperations.Identity(stream, 1, r.Matrix);
        var qr = new PreconditionedQr<double>(stream, new ProbeSet(new RandomStream(1)));

        Assert.True(qr.TryFactor(q.Operand, r, isPivoted: false));

        Assert.Equal(expected, qr.Method);
        using DeviceMatrix<double> triangle = DeviceMatrix<double>.Allocate(device, 20, 20);
        MatrixOperations.Copy(stream, r.Matrix, triangle.Stored);
        QrQuality quality = QrQuality.Of(a, q.ToArray(), triangle.ToArray(), [.. Enumerable.Range(0, 20)]);
        Assert.InRange(quality.Orthogonality, 0, 50 * 20 * 2.3e-16);
        Assert.InRange(quality.Reconstruction, 0, 50 * 20 * 2.3e-16);
        Assert.InRange(qr.OrthogonalityError, 0, 50 * 20 * 2.3e-16);
    }

    /// <summary>The columns are well conditioned, but their Gram matrix is out of range: only with the preconditioner it is not.</summary>
    [Theory]
    [InlineData(70, 600)]
    [InlineData(-70, -600)]
    public void TryFactor_SquaresOutOfRange_TakesOnePass(int single, int twice)
    {
        Check<float>(single);
        Check<double>(twice);

        static void Check<T>(int exponent)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Device device = TestDevice.Get("cpu");
            T[,] a = SpectrumMatrix.Convert(QrMatrix.Create("condition", 200, 20, condition: 2, seed: 1), value => T.ScaleB(T.CreateTruncating(value), exponent));
            using DeviceMatrix<T> q = DeviceMatrix<T>.Create(device, a);
            using var r = new TriangularFactor<T>(device.DefaultStream, 20, 20);
            MatrixOperations.Identity(device.DefaultStream, T.ScaleB(T.One, exponent), r.Matrix);
            var qr = new PreconditionedQr<T>(device.DefaultStream, new ProbeSet(new RandomStream(1)));
            Assert.True(qr.TryFactor(q.Operand, r, isPivoted: true));
            Assert.Equal(CholeskyQrMethod.OnePass, qr.Method);
        }
    }

    [Fact]
    public void TryFactor_ZeroColumn_GivesUp()
    {
        Device device = TestDevice.Get("cpu");
        using DeviceMatrix<double> q = DeviceMatrix<double>.Create(device, QrMatrix.Create("zero columns", 90, 12, 1, seed: 1));
        using var r = new TriangularFactor<double>(device.DefaultStream, 12, 12);
        MatrixOperations.Identity(device.DefaultStream, 1, r.Matrix);
        Assert.False(new PreconditionedQr<double>(device.DefaultStream, new ProbeSet(new RandomStream(1))).TryFactor(q.Operand, r, isPivoted: false));
    }
}
