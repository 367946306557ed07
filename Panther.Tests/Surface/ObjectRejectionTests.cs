using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <summary>Matrices, sketches and files reject shapes, values and objects that make no sense, with their documented exceptions.</summary>
public sealed class ObjectRejectionTests
{
    private static readonly Device Cpu = TestDevice.Get("cpu");

    private static readonly Dictionary<string, (Type Exception, Action Act)> Table = new()
    {
        ["matrix without a device"] = (typeof(ArgumentNullException), () => DeviceMatrix<float>.Allocate(null!, 1, 1)),
        ["matrix of negative rows"] = (typeof(ArgumentOutOfRangeException), () => DeviceMatrix<float>.Allocate(Cpu, -1, 1)),
        ["matrix of negative columns"] = (typeof(ArgumentOutOfRangeException), () => DeviceMatrix<float>.Allocate(Cpu, 1, -1)),
        ["matrix of too many elements"] = (typeof(OverflowException), () => DeviceMatrix<float>.Allocate(Cpu, long.MaxValue, 2)),
        ["matrix of another number of elements"] = (typeof(ArgumentException), () => DeviceMatrix<float>.Create(Cpu, [1, 2, 3], 2, 2)),
        ["matrix of no array"] = (typeof(ArgumentNullException), () => DeviceMatrix<float>.Create(Cpu, null!)),
        ["copy of a disposed matrix"] = (typeof(ObjectDisposedException), () => Disposed().ToArray()),
        ["view of a disposed matrix"] = (typeof(ObjectDisposedException), () => _ = Disposed().View),
        ["copy into too little"] = (typeof(ArgumentException), () => WithMatrix(matrix => matrix.CopyTo(new float[3]))),
        ["sparse matrix without a device"] = (typeof(ArgumentNullException), () => CsrMatrix<float>.Create(null!, 1, 1, [0, 0], [], [])),
        ["sparse matrix of negative rows"] = (typeof(ArgumentOutOfRangeException), () => CsrMatrix<float>.Create(Cpu, -1, 1, [0], [], [])),
        ["sparse matrix with few starts"] = (typeof(ArgumentException), () => CsrMatrix<float>.Create(Cpu, 2, 1, [0, 0], [], [])),
        ["sparse matrix with falling starts"] = (typeof(ArgumentException), () => CsrMatrix<float>.Create(Cpu, 2, 1, [0, 2, 1], [0], [1])),
        ["sparse matrix with a column outside"] = (typeof(ArgumentException), () => CsrMatrix<float>.Create(Cpu, 1, 1, [0, 1], [1], [1])),
        ["disposed sparse matrix"] = (typeof(ObjectDisposedException), () => DisposedSparse().ToArray()),
        ["transpose of a disposed sparse matrix"] = (typeof(ObjectDisposedException), () => DisposedSparse().Transpose()),
        ["product with a panel of another height"] = (typeof(ArgumentException), () => WithMatrix(matrix => matrix.Multiply(matrix, matrix))),
        ["sketch without rows"] = (typeof(ArgumentOutOfRangeException), () => _ = new GaussianSketch(0, 5)),
        ["sketch with too many non-zeros"] = (typeof(ArgumentOutOfRangeException), () => _ = new SjltSketch(3, 5, 4)),
        ["sketch of a matrix of another height"] = (typeof(ArgumentException), () => WithMatrix(matrix => Sketch.ApplyLeft(matrix))),
        ["sketch of a disposed matrix"] = (typeof(ObjectDisposedException), () => Sketch.ApplyLeft(Disposed())),
        ["sketch of no matrix"] = (typeof(ArgumentNullException), () => Sketch.ApplyLeft((DeviceMatrix<float>)null!)),
        ["window outside the sketch"] = (typeof(ArgumentOutOfRangeException), () => Sketch.Window<float>(Cpu, 0, 0, 4, 5)),
        ["file without a name"] = (typeof(ArgumentException), () => MatrixFile.Read<float>("")),
        ["file of no known format"] = (typeof(ArgumentException), () => MatrixFile.Read<float>("matrix.xyz")),
        ["file that is not there"] = (typeof(FileNotFoundException), () => NpyFile.Read<float>("not-there.npy")),
        ["half precision from a file"] = (typeof(NotSupportedException), () => NpyFile.Read<Half>(new MemoryStream())),
        ["half precision into a file"] = (typeof(NotSupportedException), () => CsvFile.Write(new MemoryStream(), new Half[1, 1])),
        ["no matrix into a file"] = (typeof(ArgumentNullException), () => MatrixMarketFile.Write(new MemoryStream(), (double[,])null!)),
        ["empty matrix into a file"] = (typeof(ArgumentException), () => NpyFile.Write(new MemoryStream(), new double[0, 3])),
        ["NaN into a text file"] = (typeof(ArgumentException), () => CsvFile.Write(new MemoryStream(), new[,] { { double.NaN } })),
        ["infinity into a picture"] = (typeof(ArgumentException), () => PgmFile.Write(new MemoryStream(), new[,] { { double.PositiveInfinity } })),
        ["too few names of columns"] = (typeof(ArgumentException), () => CsvFile.Write(new MemoryStream(), new double[1, 2], ["a"])),
        ["separator of digits"] = (typeof(ArgumentOutOfRangeException), () => _ = new CsvFormat { Separator = '1' }),
        ["limit of nothing"] = (typeof(ArgumentOutOfRangeException), () => _ = new MatrixFileLimits { MaximumElements = 0 }),
        ["disposed sparse matrix into a file"] = (typeof(ObjectDisposedException), () => MatrixMarketFile.Write(new MemoryStream(), DisposedSparse())),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    private static SketchOperator Sketch => new GaussianSketch(3, 5).Sample(1);

    [Theory]
    [MemberData(nameof(Names))]
    public void Act_Senseless_IsRejected(string name)
    {
        (Type exception, Action act) = Table[name];

        Assert.IsAssignableFrom(exception, Record.Exception(act));
    }

    private static DeviceMatrix<float> Disposed()
    {
        DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(Cpu, new float[5, 2]);
        matrix.Dispose();
        return matrix;
    }

    private static CsrMatrix<float> DisposedSparse()
    {
        CsrMatrix<float> matrix = CsrMatrix<float>.Create(Cpu, 1, 1, [0, 1], [0], [1]);
        matrix.Dispose();
        return matrix;
    }

    private static void WithMatrix(Action<DeviceMatrix<float>> act)
    {
        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Create(Cpu, new float[2, 3]);
        act(matrix);
    }
}
