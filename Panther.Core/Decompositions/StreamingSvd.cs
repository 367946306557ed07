using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// A truncated singular value decomposition of a matrix whose rows come by once, in batches (Tropp, Yurtsever, Udell and Cevher, SIAM J. Sci. Comput. 41, 2019).
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>
/// It keeps four sketches by Gaussian matrices: the co-range X = Υ A (k×n), the range Y = A Ωᵀ (m×k), the core Z = Φ A Ψᵀ (s×s) and ten rows Θ A that measure the error. With Q = orth(Y),
/// P = orth(Xᵀ) and C = (ΦQ)⁺ Z ((ΨP)⁺)ᵀ the approximation is Q C Pᵀ, with E‖A - Q C Pᵀ‖² ≤ (s - 1)/(s - k - 1) · min over ρ &lt; k - 1 of (k + ρ - 1)/(k - ρ - 1) τ²(ρ + 1), τ(j) the Frobenius norm
/// of the singular values from j on (theorem 5.1); cutting it to the rank at most doubles the excess. Where the matrix can be read again, <see cref="RandomizedSvd"/> is better.
/// </para>
/// <para>
/// Memory is O((m + n) k + s²) numbers. Υ, Φ and Θ are drawn as they are applied. Sketches accumulate in the element type, the core is solved in double; squares of the elements should be in
/// range. The object owns its memory; dispose it. Nothing here is thread-safe.
/// </para>
/// </remarks>
public sealed class StreamingSvd<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Probes = 10;

    private readonly int rank;
    private readonly ulong seed;
    private readonly Device device;
    private readonly DisposalList owned = new();
    private readonly StreamingSketch<T> coRange;
    private readonly StreamingSketch<T> core;
    private readonly StreamingSketch<T> probes;
    private readonly DeviceMatrix<T> range;
    private readonly SketchOperator rangeMap;
    private readonly SketchOperator coreMap;
    private double squaredNorm;

    /// <summary>Makes the sketches of no rows.</summary>
    /// <param name="rows">m, the rows that will come; those that do not are zero.</param>
    /// <param name="columns">n.</param>
    /// <param name="rank">The number of singular values, from 1 to the smaller side.</param>
    /// <param name="options">What to keep; null for the defaults.</param>
    /// <exception cref="ArgumentException">A side is zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side is negative, or the rank or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public StreamingSvd(long rows, long columns, int rank, StreamingSvdOptions? options = null)
    {
        InputCheck.ElementType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        InputCheck.NotEmpty(rows, columns);
        options ??= StreamingSvdOptions.Default;
        (int k, int s) = options.Sizes(rank, rows, columns);
        (Rows, Columns, this.rank, seed) = (rows, columns, rank, options.Seed);
        device = options.Device ?? Device.Default;
        rangeMap = Map(k, columns, 0);
        coreMap = Map(s, columns, 1);
        try
        {
            // By columns, the sketch is Xᵀ by rows.
            coRange = owned.Add(new StreamingSketch<T>(Map(k, rows, 2), device, columns, MatrixLayout.ColumnMajor));
            core = owned.Add(new StreamingSketch<T>(Map(s, rows, 3), device, s));
            probes = owned.Add(new StreamingSketch<T>(Map(Probes, rows, 4), device, columns));
            range = owned.Add(DeviceMatrix<T>.Allocate(device, rows, k));
            VectorOperations.Fill(device.DefaultStream, T.Zero, range.View);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets m.</summary>
    public long Rows { get; }

    /// <summary>Gets n.</summary>
    public long Columns { get; }

    /// <summary>Gets where the next batch goes that does not say: behind the last row that has come.</summary>
    public long NextRow => coRange.NextRow;

    /// <summary>Adds the rows behind those that have come.</summary>
    /// <param name="rows">The rows, on the device of the sketches, with n columns. They are not needed afterwards.</param>
    /// <inheritdoc cref="Append(DeviceMatrix{T}, long)" path="/exception"/>
    public void Append(DeviceMatrix<T> rows) => Append(rows, NextRow);

    /// <summary>Adds rows of A. Waits until they have been looked through for NaN and infinity; the sketches are enqueued.</summary>
    /// <param name="rows">The rows, on the device of the sketches, with n columns.</param>
    /// <param name="firstRow">The row of A that the first of them is; no row may come twice, which is not checked.</param>
    /// <exception cref="ArgumentException">The batch has another number of columns, is on another device, or holds NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows leave the matrix.</exception>
    /// <exception cref="ObjectDisposedException">The sketches or the batch were disposed.</exception>
    public void Append(DeviceMatrix<T> rows, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(rows);
        InputCheck.SameDevice(device, rows.Device);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        if (rows.Columns != Columns)
        {
            throw new ArgumentException($"The rows have {rows.Columns} columns, and the matrix {Columns}.", nameof(rows));
        }

        if (rows.Rows > Rows - firstRow)
        {
            throw new ArgumentOutOfRangeException(nameof(firstRow), firstRow, $"Rows {firstRow} to {firstRow + rows.Rows} leave the matrix of {Rows}.");
        }

        if (rows.Rows == 0)
        {
            return;
        }

        Magnitude magnitude = InputCheck.Finite(device.DefaultStream, rows.View);
        squaredNorm += magnitude.Norm * magnitude.Norm;
        using DeviceMatrix<T> place = DeviceMatrix<T>.Borrow(
            device, range.View.SubView(firstRow * range.Columns, rows.Rows * range.Columns), rows.Rows, range.Columns, MatrixLayout.RowMajor);
        rangeMap.Transposed.ApplyRight(rows, place);
        using DeviceMatrix<T> coreRows = coreMap.Transposed.ApplyRight(rows);
        coRange.Append(rows, firstRow);
        core.Append(coreRows, firstRow);
        probes.Append(rows, firstRow);
    }

    /// <summary>Returns the decomposition of the rows that have come so far; more may follow.</summary>
    /// <exception cref="ObjectDisposedException">The sketches were disposed.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public DeviceSvdResult<T> Compute()
    {
        DeviceStream stream = device.DefaultStream;
        int k = (int)range.Columns;
        using DeviceMatrix<T> q = DeviceMatrix<T>.Allocate(device, Rows, k), p = DeviceMatrix<T>.Allocate(device, Columns, k);
        using var qr = new PanelOrthonormalizer<T>(stream, Math.Max(Rows, Columns), k);
        qr.Orthonormalize(range.Operand, q.Operand);
        qr.Orthonormalize(MatrixOperand<T>.Dense(coRange.Sketch.View, Columns, k), p.Operand);
        using DeviceMatrix<double> small = Core(q, p), left = DeviceMatrix<double>.Allocate(device, k, k), right = DeviceMatrix<double>.Allocate(device, k, k);
        double[] values = SmallSvd.Decompose(stream, Plane(small), Plane(left), Plane(right));
        DeviceMatrix<T> u = Combine(q, left), v = Combine(p, right);
        try
        {
            return new DeviceSvdResult<T>
            {
                U = u,
                S = [.. values.Take(rank).Select(T.CreateTruncating)],
                V = v,
                Rank = rank,
                Seed = seed,
                Passes = 1,
                ErrorEstimate = Error(u, values, v),
                ErrorProbes = Probes,
                FrobeniusNorm = Math.Sqrt(squaredNorm),
                Orthonormalization = qr.Method,
            };
        }
        catch
        {
            u.Dispose();
            v.Dispose();
            throw;
        }
    }

    /// <summary>Gives the memory of the sketches back.</summary>
    public void Dispose() => owned.Dispose();

    private SketchOperator Map(int rows, long columns, uint stream) => new GaussianSketch(rows, columns).Sample(seed, stream);

    /// <summary>C = (ΦQ)⁺ Z ((ΨP)⁺)ᵀ by QR factorisations of both: with ΦQ = B R and ΨP = D S it is R⁻¹ (BᵀZ D) S⁻ᵀ.</summary>
    private DeviceMatrix<double> Core(DeviceMatrix<T> q, DeviceMatrix<T> p)
    {
        DeviceStream stream = device.DefaultStream;
        int k = (int)q.Columns, s = (int)core.Sketch.Rows;
        using DeviceMatrix<double> b = Widened(core.Operator.ApplyLeft(q)), d = Widened(coreMap.ApplyLeft(p)), z = DeviceMatrix<double>.Allocate(device, s, s);
        using DeviceMatrix<double> r = DeviceMatrix<double>.Allocate(device, k, k), t = DeviceMatrix<double>.Allocate(device, k, k), half = DeviceMatrix<double>.Allocate(device, k, s);
        MatrixOperations.Convert(stream, Plane(core.Sketch), Plane(z));
        using (var qr = new PanelOrthonormalizer<double>(stream, s, k))
        {
            qr.Factorize(b.Operand, b.Operand, Plane(r));
            qr.Factorize(d.Operand, d.Operand, Plane(t));
        }

        DeviceMatrix<double> result = DeviceMatrix<double>.Allocate(device, k, k);
        MatrixProduct.Enqueue(stream, 1, b.Operand.Transposed, z.Operand, 0, half.Operand);
        MatrixProduct.Enqueue(stream, 1, half.Operand, d.Operand, 0, result.Operand);
        TriangularSolve.Left(stream, upper: true, r.Operand, result.Operand);
        TriangularSolve.Right(stream, upper: false, t.Operand.Transposed, result.Operand);
        return result;
    }

    /// <summary>‖Θ A - (Θ U) Σ Vᵀ‖, whose square has ‖A - U Σ Vᵀ‖² as its mean (Tropp et al. 2019, section 6): Θ is scaled by 1/√probes.</summary>
    private double Error(DeviceMatrix<T> u, double[] values, DeviceMatrix<T> v)
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<T> weights = probes.Operator.ApplyLeft(u), rest = DeviceMatrix<T>.Allocate(device, Probes, Columns);
        using DeviceBuffer<T> factors = device.Allocate<T>([.. values.Take(rank).Select(T.CreateTruncating)], stream);
        MatrixOperations.ScaleColumns(stream, factors.View, Plane(weights), Plane(weights));
        MatrixOperations.Copy(stream, Plane(probes.Sketch), Plane(rest));
        MatrixProduct.Enqueue(stream, -T.One, weights.Operand, v.Operand.Transposed, T.One, rest.Operand);
        return Magnitude.Of(stream, rest.View).Norm;
    }

    /// <summary>basis · (the leading columns of a small matrix).</summary>
    private DeviceMatrix<T> Combine(DeviceMatrix<T> basis, DeviceMatrix<double> small)
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceMatrix<T> rounded = DeviceMatrix<T>.Allocate(device, small.Rows, small.Columns);
        MatrixOperations.Convert(stream, Plane(small), Plane(rounded));
        DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(device, basis.Rows, rank);
        MatrixProduct.Enqueue(stream, T.One, basis.Operand, rounded.Operand with { StoredColumns = rank }, T.Zero, result.Operand);
        return result;
    }

    private DeviceMatrix<double> Widened(DeviceMatrix<T> matrix)
    {
        using (matrix)
        {
            DeviceMatrix<double> wide = DeviceMatrix<double>.Allocate(device, matrix.Rows, matrix.Columns);
            MatrixOperations.Convert(device.DefaultStream, Plane(matrix), Plane(wide));
            return wide;
        }
    }

    private static RowMatrix<TElement> Plane<TElement>(DeviceMatrix<TElement> matrix)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        => new(matrix.View, matrix.Rows, matrix.Columns);
}
