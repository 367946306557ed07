using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>Randomised preconditioning and Cholesky QR on one device: S A = Q_s R_s, A R_s⁻¹ = Q Lᵀ, R = Lᵀ R_s.</summary>
internal sealed class TallQrComputation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const uint SketchStream = 0;
    private const uint ProbeStream = 1;

    private readonly DeviceStream stream;
    private readonly DeviceMatrix<T> a;
    private readonly TallQrOptions options;
    private readonly Steps steps;
    private readonly ProbeSet probes;
    private readonly int columns;

    public TallQrComputation(DeviceMatrix<T> a, TallQrOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        this.a = a;
        this.options = options;
        stream = a.Device.DefaultStream;
        steps = new Steps(stream, progress, cancellation, planned: 4);
        probes = new ProbeSet(new RandomStream(options.Seed, ProbeStream));
        columns = checked((int)a.Columns);
    }

    /// <summary>Factors.</summary>
    /// <exception cref="ArgumentException">The matrix holds NaN or infinity.</exception>
    public DeviceTallQrResult<T> Run()
    {
        Magnitude magnitude = InputCheck.Finite(stream, a.View);
        steps.Completed("check of the input");
        using var scaled = ScaledMatrix<T>.Of(stream, a, magnitude.Largest);
        using DeviceBuffer<T> sketch = Sketch(scaled.Matrix, out long sketchRows);
        using var r = new TriangularFactor<T>(stream, columns, columns);
        DeviceMatrix<T> q = DeviceMatrix<T>.Allocate(a.Device, a.Rows, columns, a.Layout);
        try
        {
            var qr = new PreconditionedQr<T>(stream, probes);
            bool mixes = options.MixedPrecision && typeof(T) == typeof(double);
            bool isDone = mixes && TryFactor<float>(scaled.Matrix, sketch, sketchRows, q, r, qr);
            mixes = isDone;
            isDone = isDone || TryFactor<T>(scaled.Matrix, sketch, sketchRows, q, r, qr);
            if (!isDone)
            {
                MatrixOperations.Copy(stream, scaled.Matrix.Stored, q.Stored);
                ReflectionQr.Factor(stream, q, r.Matrix);
            }

            steps.Completed("Cholesky QR");
            double norm = magnitude.Norm / scaled.Scale;
            double reconstruction = norm == 0 ? 0 : probes.Reconstruction(stream, scaled.Matrix.Operand, null, q.Operand, r.Operand) / norm;
            double orthogonality = isDone ? qr.OrthogonalityError : probes.Orthogonality(stream, q.Operand);
            steps.Completed("check of the result");
            DeviceMatrix<T> triangle = DeviceMatrix<T>.Allocate(a.Device, columns, columns);
            VectorOperations.Scale(stream, T.CreateTruncating(scaled.Scale), r.Matrix.Elements.SubView(0, triangle.View.Length), triangle.View);
            return new DeviceTallQrResult<T>
            {
                Q = q,
                R = triangle,
                OrthogonalityError = orthogonality,
                ReconstructionError = reconstruction,
                Probes = ProbeSet.Count,
                Method = isDone ? qr.Method : CholeskyQrMethod.Householder,
                IsMixedPrecision = mixes,
                SketchRows = sketchRows,
                Seed = options.Seed,
            };
        }
        catch
        {
            q.Dispose();
            throw;
        }
    }

    /// <summary>The sketch by rows; A itself where that has hardly more rows.</summary>
    private DeviceBuffer<T> Sketch(DeviceMatrix<T> matrix, out long rows)
    {
        double wanted = Math.Max(Math.Ceiling(options.Oversampling * columns), columns + CholeskyQrOptions.LeastExtraRows);
        rows = (long)Math.Min(wanted, matrix.Rows);
        DeviceBuffer<T> sketch = a.Device.Allocate<T>(rows * columns, stream);
        MatrixOperand<T> destination = MatrixOperand<T>.Dense(sketch.View, rows, columns);
        if (rows < matrix.Rows)
        {
            var distribution = new SjltSketch(rows, matrix.Rows, options.NonzerosPerColumn);
            distribution.Sample(options.Seed, SketchStream).Bind<T>().Multiply(stream, matrix.Operand, 0, T.Zero, destination);
        }
        else
        {
            DenseOperand.CopyByRows(stream, matrix.Operand, sketch.View);
        }

        steps.Completed("sketch");
        return sketch;
    }

    /// <summary>Factors the sketch in a precision, and the matrix with the triangle that comes of it.</summary>
    /// <returns>Whether Q is orthonormal.</returns>
    private bool TryFactor<TSketch>(
        DeviceMatrix<T> matrix, DeviceBuffer<T> sketch, long sketchRows, DeviceMatrix<T> q, TriangularFactor<T> r, PreconditionedQr<T> qr)
        where TSketch : unmanaged, IFloatingPointIeee754<TSketch>
    {
        double smallest = Precondition<TSketch>(new RowMatrix<T>(sketch.View, sketchRows, columns), r);

        // Below the rounding of the sketch a diagonal element says nothing about A.
        if (!(smallest > columns * double.CreateTruncating(TSketch.BitIncrement(TSketch.One) - TSketch.One)))
        {
            return false;
        }

        MatrixOperations.Copy(stream, matrix.Stored, q.Stored);
        return qr.TryFactor(q.Operand, r, isPivoted: false);
    }

    /// <summary>r = the triangle of the sketch, its diagonal positive.</summary>
    /// <returns>The smallest element of the diagonal as a fraction of the largest.</returns>
    private double Precondition<TSketch>(RowMatrix<T> sketch, TriangularFactor<T> r)
        where TSketch : unmanaged, IFloatingPointIeee754<TSketch>
    {
        using DeviceBuffer<TSketch> copy = a.Device.Allocate<TSketch>(sketch.Rows * columns, stream);
        using DeviceBuffer<TSketch> basis = a.Device.Allocate<TSketch>(sketch.Rows * columns, stream);
        using DeviceBuffer<TSketch> square = a.Device.Allocate<TSketch>((long)columns * columns, stream);
        var factored = new RowMatrix<TSketch>(copy.View, sketch.Rows, columns);
        var triangle = new RowMatrix<TSketch>(square.View, columns, columns);
        MatrixOperations.Convert(stream, sketch, factored);
        HouseholderQr.Factor(stream, factored, factored with { Elements = basis.View }, triangle);
        using DeviceBuffer<TSketch> signs = ReflectionQr.Signs(stream, triangle);
        MatrixOperations.ScaleRows(stream, signs.View, triangle, triangle);
        MatrixOperations.Convert(stream, triangle, r.Matrix);
        double[] diagonal = r.Diagonal();
        return diagonal.Max() > 0 ? diagonal.Min() / diagonal.Max() : 0;
    }
}
