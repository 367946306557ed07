using System.Numerics;
using System.Numerics.Tensors;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;

namespace Panther.Bench.Suites.Qr;

/// <summary>QR factorisations of tall Gaussian matrices, input and factors where the device keeps them, and the parts that they are made of.</summary>
internal sealed class QrSuite(Device device, IQrReferences references) : ISuite
{
    public void Run(ReportSession session)
    {
        session.Say($"device: {device}; CQRRPT with oversampling 1.25; geqrf and cusolver form Q without pivoting, geqp3 pivots without forming Q");
        foreach ((int rows, int columns) in Shapes(session.Quick))
        {
            session.Step($"qr float {rows}x{columns}", () => Compare<float>(session, rows, columns));
            session.Step($"qr double {rows}x{columns}", () => Compare<double>(session, rows, columns));
        }

        int side = (device.IsProcessor, session.Quick) switch { (true, true) => 512, (true, false) => 1500, _ => 4096 };
        session.Step($"pivoted-qr float {side}", () => CompareGeneral<float>(session, side, side));
        session.Step($"pivoted-qr double {side}", () => CompareGeneral<double>(session, side, side));
    }

    private (int Rows, int Columns)[] Shapes(bool quick) => (device.IsProcessor, quick) switch
    {
        (true, true) => [(4096, 256)],
        (true, false) => [(8192, 64), (8192, 256), (8192, 1024), (16768, 1024)],
        (_, true) => [(8192, 1024), (131072, 512), (1048576, 256)],
        (_, false) => [(8192, 64), (8192, 1024), (16768, 1024), (131072, 512), (1048576, 256)],
    };

    private void Compare<T>(ReportSession session, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string type = typeof(T) == typeof(float) ? "float" : "double";
        DeviceStream stream = device.DefaultStream;
        string shape = $"{rows}x{columns}";
        using DeviceMatrix<T> matrix = DeviceMatrix<T>.Allocate(device, rows, columns, MatrixLayout.ColumnMajor);
        using DeviceMatrix<T> byRows = DeviceMatrix<T>.Allocate(device, rows, columns);
        RandomMatrix.FillNormal(stream, matrix.View, columns, rows, rows, new RandomStream(1));
        RandomMatrix.FillNormal(stream, byRows.View, rows, columns, columns, new RandomStream(1));
        var values = new T[(long)rows * columns];
        matrix.CopyTo(values);
        Reference[] others = references.Factor(values, rows, columns);
        double bound = 50 * columns * double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        Measure("cholesky-qr", others, () => Pivoted(matrix));
        Measure("cholesky-qr by rows", others, () => Pivoted(byRows));
        Measure("tall-qr by rows", others, () => Unpivoted(byRows));
        references.Release();
        if (device.IsProcessor)
        {
            // Processors leave the preconditioner out where the matrix is well conditioned, as the Gaussian ones are.
            CompareGraded(values);
        }

        var parts = new QrParts<T>(byRows);
        foreach ((string name, Action run) in parts.All)
        {
            session.Compare(new ReportCase(name, shape, type, ReportUnit.Milliseconds), StreamClock.Contender(stream, run), []);
        }

        parts.Dispose();

        void CompareGraded(T[] values)
        {
            for (int j = 0; j < columns; j++)
            {
                T scale = T.CreateChecked(Math.Pow(typeof(T) == typeof(float) ? 1e-2 : 1e-10, j / (columns - 1.0)));
                TensorPrimitives.Multiply(values.AsSpan(j * rows, rows), scale, values.AsSpan(j * rows, rows));
            }

            using DeviceMatrix<T> graded = DeviceMatrix<T>.Create(device, values, rows, columns, MatrixLayout.ColumnMajor);
            Measure("cholesky-qr, graded columns", references.Factor(values, rows, columns), () => Pivoted(graded));
            references.Release();
        }

        void Measure(string name, Reference[] compared, Func<string> run)
        {
            string said = "";
            session.Compare(
                new ReportCase(name, shape, type, ReportUnit.Milliseconds), StreamClock.Contender(stream, () => said = run()), compared);
            session.Say($"{name} {shape} {type}: {said}");
        }

        string Pivoted(DeviceMatrix<T> a)
        {
            using DeviceCholeskyQrResult<T> qr = CholeskyQr.Compute(a);
            return Checked(qr.Rank, qr.Method, qr.OrthogonalityError, qr.ReconstructionError);
        }

        string Unpivoted(DeviceMatrix<T> a)
        {
            using DeviceTallQrResult<T> qr = TallQr.Compute(a);
            return Checked(columns, qr.Method, qr.OrthogonalityError, qr.ReconstructionError);
        }

        string Checked(int rank, CholeskyQrMethod method, double orthogonality, double reconstruction)
        {
            string said = $"rank {rank}, {method}, orthogonality {orthogonality:g3}, reconstruction {reconstruction:g3}";
            return rank == columns && orthogonality <= bound && reconstruction <= bound ? said : throw new InvalidOperationException(said);
        }
    }

    private void CompareGeneral<T>(ReportSession session, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string type = typeof(T) == typeof(float) ? "float" : "double";
        string said = "";
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<T> matrix = DeviceMatrix<T>.Allocate(device, rows, columns, MatrixLayout.ColumnMajor);
        RandomMatrix.FillNormal(stream, matrix.View, columns, rows, rows, new RandomStream(1));
        var values = new T[(long)rows * columns];
        matrix.CopyTo(values);
        session.Compare(
            new ReportCase("pivoted-qr", $"{rows}x{columns}", type, ReportUnit.Milliseconds),
            StreamClock.Contender(stream, () =>
            {
                using DevicePivotedQrResult<T> qr = PivotedQr.Compute(matrix);
                said = $"rank {qr.Rank}, {qr.Method}, orthogonality {qr.OrthogonalityError:g3}, reconstruction {qr.ReconstructionError:g3}";
            }),
            references.Factor(values, rows, columns));
        session.Say($"pivoted-qr {rows}x{columns} {type}: {said}");
        references.Release();
    }
}
