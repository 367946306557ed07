using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;

namespace Panther.Bench.Suites.Sketches;

/// <summary>
/// Sketches S·A of a tall matrix that the device keeps, in floats by rows: sparse families and the SRHT beside copies, dense families beside the product with an
/// operator in memory.
/// </summary>
internal sealed class SketchSuite(Device device, ISketchReferences references) : ISuite
{
    private const string Stored = "stored";

    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        (int rows, int columns, int sketched) = (device.IsProcessor, session.Quick) switch
        {
            (true, true) => (1 << 14, 64, 256),
            (true, false) => (1 << 16, 256, 1024),
            (_, true) => (1 << 17, 256, 1024),
            (_, false) => (1 << 20, 256, 1024),
        };
        session.Step("sparse", () => Memory(
            session,
            rows,
            columns,
            [
                ("count", new CountSketch(sketched, rows)),
                ("sjlt-4", new SjltSketch(sketched, rows, 4)),
                ("sjlt-8", new SjltSketch(sketched, rows, 8)),
                ("sample", new RowSamplingSketch(sketched, rows)),
                ("laso-64", new LasoSketch(sketched, rows, 64)),
                ("srht", new SrhtSketch(sketched, rows)),
            ]));
        int blockColumns = device.IsProcessor ? 256 : 16384;
        session.Step("srht", () => Memory(session, 8192, blockColumns, [("srht", new SrhtSketch(sketched, 8192))]));
        session.Step("dense", () => Dense(session, rows / 8, columns, sketched));
    }

    /// <summary>
    /// A sketch should read the matrix once: the figure is the matrix's bytes by the time, beside a copy that moves as many; for an SRHT beside a copy of the whole matrix, which reads
    /// and writes them.
    /// </summary>
    private void Memory(ReportSession session, int rows, int columns, (string Name, SketchDistribution Distribution)[] cases)
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<float> matrix = Random(rows, columns);
        foreach ((string name, SketchDistribution distribution) in cases)
        {
            SketchOperator sketch = distribution.Sample(1);
            using DeviceMatrix<float> result = DeviceMatrix<float>.Allocate(device, sketch.Rows, columns);
            long bytes = sizeof(float) * (long)rows * columns;
            session.Compare(
                new ReportCase($"sketch-{name}", $"{sketch.Rows}x{rows}x{columns}", "float", ReportUnit.GigabytesPerSecond, bytes),
                StreamClock.Contender(stream, () => sketch.ApplyLeft(matrix, result)),
                references.Move(distribution is SrhtSketch ? 2 * bytes : bytes));
            references.Release();
        }
    }

    private void Dense(ReportSession session, int rows, int columns, int sketched)
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<float> matrix = Random(rows, columns);
        using DeviceMatrix<float> result = DeviceMatrix<float>.Allocate(device, sketched, columns);
        foreach ((string name, SketchDistribution distribution) in new (string, SketchDistribution)[]
        {
            ("gaussian", new GaussianSketch(sketched, rows)),
            ("uniform", new UniformSketch(sketched, rows)),
            ("rademacher", new RademacherSketch(sketched, rows)),
        })
        {
            SketchOperator sketch = distribution.Sample(1);
            using DeviceMatrix<float> written = sketch.Window<float>(device, 0, 0, sketched, rows);
            MatrixOperand<float> s = written.Operand, a = matrix.Operand, b = result.Operand;
            Reference stored = Reference.Present(
                Stored, StreamClock.Contender(stream, () => MatrixProduct.Enqueue(stream, 1f, s, a, 0f, b)));
            session.Compare(
                new ReportCase($"sketch-{name}", $"{sketched}x{rows}x{columns}", "float", ReportUnit.GigaflopsPerSecond, 2.0 * sketched * rows * columns),
                StreamClock.Contender(stream, () => sketch.ApplyLeft(matrix, result)),
                [stored, .. references.Product(sketched, columns, rows)]);
            references.Release();
        }
    }

    private DeviceMatrix<float> Random(int rows, int columns)
    {
        DeviceMatrix<float> matrix = DeviceMatrix<float>.Allocate(device, rows, columns);
        RandomMatrix.FillNormal(device.DefaultStream, matrix.View, rows, columns, columns, new RandomStream(5));
        return matrix;
    }
}
