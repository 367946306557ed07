using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <summary>No algorithm writes to the matrix that it is given, where that lies on a device, in an array or in a span, by rows or by columns.</summary>
public sealed class UnchangedInputTests
{
    [Theory]
    [MemberData(nameof(RejectionTests.CasesOnDevices), MemberType = typeof(RejectionTests))]
    public void Run_OnADevice_LeavesTheMatrix(string name, string deviceName)
    {
        AlgorithmCase algorithm = RejectionTests.Find(name);
        Device device = TestDevice.Get(deviceName);
        double[,] values = RejectionTests.Values<double>(algorithm, algorithm.Shape);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(device, DenseOperand.Span(values), algorithm.Shape.Rows, algorithm.Shape.Columns, layout);
            var before = new double[values.Length];
            matrix.CopyTo(before);
            RejectionTests.Dispose(algorithm.Run(matrix, null, CancellationToken.None));

            var after = new double[values.Length];
            matrix.CopyTo(after);
            Assert.Equal(before, after);
        }
    }

    [Theory]
    [MemberData(nameof(RejectionTests.Cases), MemberType = typeof(RejectionTests))]
    public void Run_OnTheHost_LeavesTheMatrix(string name)
    {
        AlgorithmCase algorithm = RejectionTests.Find(name);
        Device cpu = TestDevice.Get("cpu");
        double[,] before = RejectionTests.Values<double>(algorithm, algorithm.Shape), values = RejectionTests.Values<double>(algorithm, algorithm.Shape);
        RejectionTests.Dispose(algorithm.RunArray(values, cpu));
        RejectionTests.Dispose(algorithm.RunSpan<double>(DenseOperand.Span(values), algorithm.Shape.Rows, algorithm.Shape.Columns, cpu));

        Assert.Equal(before, values);
    }
}
