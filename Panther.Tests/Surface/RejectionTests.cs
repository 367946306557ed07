using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <summary>Every algorithm rejects input that makes no sense, with the exception that its documentation names, before or instead of an answer.</summary>
public sealed class RejectionTests
{
    public static TheoryData<string, string> CasesOnDevices
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (AlgorithmCase algorithm in AlgorithmCases.All)
            {
                data.Add(algorithm.ToString(), "cpu");
                data.Add(algorithm.ToString(), "opencl");
                data.Add(algorithm.ToString(), "cuda");
            }

            return data;
        }
    }

    public static TheoryData<string> Cases => [.. AlgorithmCases.All.Select(algorithm => algorithm.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GoodMatrix_IsAccepted(string name)
    {
        AlgorithmCase algorithm = Find(name);
        Device cpu = TestDevice.Get("cpu");
        double[,] values = Values<double>(algorithm, algorithm.Shape);

        using (DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(cpu, values))
        {
            Dispose(algorithm.Run(matrix, algorithm.HasDeviceOption ? cpu : null, CancellationToken.None));
        }

        Dispose(algorithm.RunArray(values, cpu));
        Dispose(algorithm.RunSpan(DenseOperand.Span(values), algorithm.Shape.Rows, algorithm.Shape.Columns, cpu));
    }

    [Theory]
    [MemberData(nameof(CasesOnDevices))]
    public void Run_SenselessMatrix_IsRejected(string name, string deviceName)
    {
        AlgorithmCase algorithm = Find(name);
        Device device = TestDevice.Get(deviceName);
        (int rows, int columns) = algorithm.Shape;

        Rejects<ArgumentNullException>(algorithm, "null", (DeviceMatrix<double>?)null);
        foreach (double value in algorithm.RejectsNonFinite ? [double.NaN, double.PositiveInfinity, double.NegativeInfinity] : Array.Empty<double>())
        {
            foreach ((int row, int column) in new[] { (0, 0), (rows / 2, algorithm.LooksAtAll ? columns / 3 : columns / 2), (rows - 1, columns - 1) })
            {
                double[,] values = Values<double>(algorithm, algorithm.Shape);
                values[row, column] = value;
                RejectsOnce<ArgumentException>(algorithm, $"{value} at ({row}, {column})", device, values);
            }
        }

        RejectsOnce<ArgumentException>(algorithm, "no rows", device, new double[0, columns]);
        RejectsOnce<ArgumentException>(algorithm, "no columns", device, new double[rows, 0]);
        if (algorithm.WrongShape is { } shape)
        {
            RejectsOnce<ArgumentException>(algorithm, "wrong shape", device, Values<double>(algorithm, shape));
        }

        DeviceMatrix<double> disposed = DeviceMatrix<double>.Create(device, Values<double>(algorithm, algorithm.Shape));
        disposed.Dispose();
        Rejects<ObjectDisposedException>(algorithm, "disposed", disposed);

        using DeviceMatrix<double> good = DeviceMatrix<double>.Create(device, Values<double>(algorithm, algorithm.Shape));
        Rejects<OperationCanceledException>(algorithm, "cancelled", good, cancellationToken: new CancellationToken(canceled: true));

        using DeviceMatrix<Half> half = DeviceMatrix<Half>.Create(device, Values<Half>(algorithm, algorithm.Shape));
        Rejects<NotSupportedException>(algorithm, "half precision", half);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnotherDeviceInTheOptions_IsRejected(string name)
    {
        AlgorithmCase algorithm = Find(name);
        Device[] devices = [.. TestDevice.OnePerKind];
        Assert.SkipUnless(devices.Length > 1, $"There is one device alone: {devices[0].Id}.");
        Assert.SkipUnless(algorithm.HasDeviceOption, "The options have no device: the operator's is taken.");
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(devices[0], Values<double>(algorithm, algorithm.Shape));

        Rejects<ArgumentException>(algorithm, "another device", matrix, devices[1]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RunOnTheHost_SenselessMatrix_IsRejected(string name)
    {
        AlgorithmCase algorithm = Find(name);
        Device cpu = TestDevice.Get("cpu");
        double[,] good = Values<double>(algorithm, algorithm.Shape), bad = Values<double>(algorithm, algorithm.Shape);
        if (algorithm.RunArray(good, cpu) is not { } result)
        {
            Assert.Skip("The algorithm takes no arrays.");
            return;
        }

        Dispose(result);
        bad[1, 1] = double.NaN;
        (int rows, int columns) = algorithm.Shape;
        Check<ArgumentNullException>(algorithm, "null array", () => algorithm.RunArray<double>(null!, cpu));
        if (algorithm.RejectsNonFinite)
        {
            Check<ArgumentException>(algorithm, "NaN in an array", () => algorithm.RunArray(bad, cpu));
        }

        Check<ArgumentException>(algorithm, "empty array", () => algorithm.RunArray(new double[0, columns], cpu));
        Check<NotSupportedException>(algorithm, "half precision in an array", () => algorithm.RunArray(Values<Half>(algorithm, algorithm.Shape), cpu));
        if (algorithm.RunSpan(DenseOperand.Span(good), rows, columns, cpu) is not { } ofSpan)
        {
            return;
        }

        Dispose(ofSpan);
        Check<ArgumentException>(algorithm, "NaN in a span", () => algorithm.RunSpan(DenseOperand.Span(bad), rows, columns, cpu));
        Check<ArgumentException>(algorithm, "too short a span", () => algorithm.RunSpan(DenseOperand.Span(good)[1..], rows, columns, cpu));
        Check<ArgumentException>(algorithm, "too long a span", () => algorithm.RunSpan(DenseOperand.Span(good), rows - 1, columns, cpu));
        Check<ArgumentException>(algorithm, "negative rows", () => algorithm.RunSpan(DenseOperand.Span(good), -rows, -columns, cpu));
    }

    [Fact]
    public void Table_HasEveryPublicAlgorithm()
    {
        IEnumerable<string> taking = typeof(DeviceMatrix<>).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type != typeof(MathNetExtensions) && type != typeof(TensorExtensions))
            .SelectMany(type => type.GetMethods().Where(method => method.GetParameters() is [{ } first, ..] && IsMatrix(first.ParameterType)).Select(method => $"{type.Name}.{method.Name}"))
            .Distinct();

        Assert.Equal(taking.Order(), AlgorithmCases.All.Select(algorithm => $"{algorithm.Class.Name}.{algorithm.Method}").Distinct().Order());
    }

    private static bool IsMatrix(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(DeviceMatrix<>) || type.GetGenericTypeDefinition() == typeof(ILinearOperator<>));

    internal static AlgorithmCase Find(string name) => AlgorithmCases.All.Single(algorithm => algorithm.ToString() == name);

    private static void RejectsOnce<TException>(AlgorithmCase algorithm, string what, Device device, double[,] values)
        where TException : Exception
    {
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(device, values);
        Rejects<TException>(algorithm, what, matrix);
    }

    private static void Rejects<TException>(AlgorithmCase algorithm, string what, DeviceMatrix<double>? matrix, Device? device = null, CancellationToken cancellationToken = default)
        where TException : Exception
        => Check<TException>(algorithm, what, () => algorithm.Run(matrix!, device, cancellationToken));

    private static void Rejects<TException>(AlgorithmCase algorithm, string what, DeviceMatrix<Half> matrix)
        where TException : Exception
        => Check<TException>(algorithm, what, () => algorithm.Run(matrix, null, CancellationToken.None));

    private static void Check<TException>(AlgorithmCase algorithm, string what, Func<object?> run)
        where TException : Exception
    {
        try
        {
            Dispose(run());
        }
        catch (TException)
        {
            return;
        }
        catch (Exception e)
        {
            Assert.Fail($"{algorithm}, {what}: {typeof(TException).Name} was expected, not {e}");
        }

        Assert.Fail($"{algorithm}, {what}: {typeof(TException).Name} was expected, but it was accepted.");
    }

    internal static void Dispose(object? result) => (result as IDisposable)?.Dispose();

    internal static T[,] Values<T>(AlgorithmCase algorithm, (int Rows, int Columns) shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[shape.Rows, shape.Columns];
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int j = 0; j < shape.Columns; j++)
            {
                values[i, j] = T.CreateTruncating(algorithm.Element(i, j));
            }
        }

        return values;
    }
}
