using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Pivoting;
using Panther.Kernels.Random;
using Panther.Kernels.Scan;

namespace Panther.Core;

/// <summary>The course of <see cref="PivotedCholesky"/>, on checked arguments.</summary>
/// <remarks>
/// A round proposes places s in proportion to d = diag(A - F Fᵀ), forms H = A(s, s) - F(s,:) F(s,:)ᵀ, accepts by rejection sampling on H, and appends
/// (A(:, t) - F F(t,:)ᵀ) L⁻ᵀ to F for the accepted t, where L Lᵀ = H(t, t) comes out of the sampling.
/// </remarks>
internal sealed class PivotedCholeskyComputation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IPositiveSemidefinite<T> matrix;
    private readonly DeviceStream stream;
    private readonly PivotedCholeskyOptions options;
    private readonly Steps steps;
    private readonly int rank;
    private readonly int size;
    private readonly long n;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<T> factor;
    private readonly DeviceBuffer<T> panel;
    private readonly DeviceBuffer<T> rows;
    private readonly DeviceBuffer<T> block;
    private readonly DeviceBuffer<double> weights;
    private readonly DeviceBuffer<double> sums;
    private readonly DeviceBuffer<double> wideBlock;
    private readonly DeviceBuffer<double> thresholds;
    private readonly DeviceBuffer<int> proposals;
    private readonly DeviceBuffer<int> pivots;
    private readonly DeviceBuffer<int> members;
    private readonly DeviceBuffer<int> status;

    public PivotedCholeskyComputation(
        IPositiveSemidefinite<T> matrix, int rank, PivotedCholeskyOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        this.matrix = matrix;
        this.options = options;
        this.rank = rank;
        stream = matrix.Device.DefaultStream;
        n = matrix.Order;
        size = options.Selection == PivotSelection.Greedy ? 1 : (int)Math.Min(options.BlockSize, n);
        steps = new Steps(stream, progress, cancellation, ((rank - 1) / size) + 1);
        try
        {
            factor = Reserve<T>(n * rank);
            panel = Reserve<T>(n * size);
            rows = Reserve<T>((long)size * rank);
            block = Reserve<T>((long)size * size);
            weights = Reserve<double>(n);
            sums = Reserve<double>(n);
            wideBlock = Reserve<double>((long)size * size);
            thresholds = Reserve<double>(size);
            proposals = Reserve<int>(size);
            pivots = Reserve<int>(size);
            members = Reserve<int>(size);
            status = Reserve<int>(2);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    public DevicePivotedCholeskyResult<T> Run()
    {
        double largest = LoadDiagonal();
        double epsilon = MachineEpsilon.Of<T>();
        double floor = 10 * epsilon * largest;

        // A diagonal element of A - F Fᵀ is what a sum of up to rank squares leaves of one of A.
        double slack = 10 * epsilon * (rank + 10) * largest;
        double trace = Sum();
        double rest = trace;
        var chosen = new List<int>();
        for (long round = 0; chosen.Count < rank && rest > Math.Max(options.Tolerance * trace, floor); round++)
        {
            Propose(round);
            int count = Accept(chosen.Count, floor);
            if (count == 0)
            {
                break;
            }

            Append(chosen.Count, count, slack);
            var places = new int[count];
            stream.Copy(pivots.View.SubView(0, count), places);
            chosen.AddRange(places);
            rest = Sum();
            steps.Completed("block of pivots");
        }

        ThrowIfIndefinite();
        return new DevicePivotedCholeskyResult<T>
        {
            Factor = Leading(chosen.Count),
            Pivots = [.. chosen],
            Trace = trace,
            TraceError = rest,
            Seed = options.Seed,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    /// <returns>The largest diagonal element.</returns>
    private double LoadDiagonal()
    {
        using DeviceMatrix<T> diagonal = DeviceMatrix<T>.Allocate(matrix.Device, n, 1);
        matrix.Diagonal(diagonal);
        PanelPrecision.Convert(stream, diagonal.View, weights.View);
        double largest = InputCheck.Finite(stream, weights.View).Largest;
        stream.Fill(status.View, 0);
        Pivots.Downdate(stream, new RowMatrix<T>(factor.View, n, 0, rank), weights.View, 0, status.View);
        ThrowIfIndefinite();
        return largest;
    }

    private void Propose(long round)
    {
        if (options.Selection == PivotSelection.Greedy)
        {
            Pivots.ProposeLargest(stream, weights.View, proposals.View, thresholds.View);
        }
        else
        {
            Pivots.Propose(stream, sums.View, new RandomStream(options.Seed), round, proposals.View, thresholds.View);
        }
    }

    private int Accept(int done, double floor)
    {
        using (DeviceMatrix<T> destination = DeviceMatrix<T>.Borrow(matrix.Device, block.View, size, size, MatrixLayout.RowMajor))
        {
            matrix.Block(proposals.View, destination);
        }

        if (done > 0)
        {
            MatrixOperand<T> at = RowsOfFactor(proposals.View, done);
            MatrixProduct.Enqueue(stream, -T.One, at, at.Transposed, T.One, MatrixOperand<T>.Dense(block.View, size, size));
        }

        PanelPrecision.Convert(stream, block.View, wideBlock.View);
        Pivots.Accept(
            stream, proposals.View, thresholds.View, weights.View, wideBlock.View, rank - done, floor, pivots.View, members.View, status.View.SubView(1, 1));
        int[] state = status.ToArray(stream);
        return state[1];
    }

    private void Append(int done, int count, double slack)
    {
        ArrayView<T> elements = panel.View.SubView(0, n * count);
        ArrayView<int> places = pivots.View.SubView(0, count);
        using (DeviceMatrix<T> destination = DeviceMatrix<T>.Borrow(matrix.Device, elements, n, count, MatrixLayout.RowMajor))
        {
            matrix.Columns(places, destination);
        }

        MatrixOperand<T> columns = MatrixOperand<T>.Dense(elements, n, count);
        if (done > 0)
        {
            MatrixProduct.Enqueue(stream, -T.One, Factor(0, done), RowsOfFactor(places, done).Transposed, T.One, columns);
        }

        ArrayView<T> triangle = block.View.SubView(0, (long)count * count);
        Pivots.Compact(stream, wideBlock.View, size, members.View, count, triangle);
        TriangularSolve.Right(stream, upper: true, MatrixOperand<T>.Dense(triangle, count, count).Transposed, columns);
        MatrixOperations.Copy(stream, new RowMatrix<T>(elements, n, count), new RowMatrix<T>(factor.View.SubView(done), n, count, rank));
        Pivots.Downdate(stream, new RowMatrix<T>(elements, n, count), weights.View, slack, status.View);
        Pivots.Clear(stream, places, weights.View);
    }

    private MatrixOperand<T> RowsOfFactor(ArrayView<int> places, int done)
    {
        var destination = new RowMatrix<T>(rows.View, places.Length, done);
        MatrixOperations.GatherRows(stream, places, new RowMatrix<T>(factor.View, n, done, rank), destination);
        return MatrixOperand<T>.Dense(rows.View, places.Length, done);
    }

    private MatrixOperand<T> Factor(int first, int count) => new(factor.View.SubView(first), n, count, rank);

    /// <summary>Sums the remaining diagonal, from the first element to each.</summary>
    private double Sum()
    {
        PrefixSum.Inclusive(stream, weights.View, sums.View);
        double result = 0;
        stream.Copy(sums.View.SubView(n - 1, 1), new Span<double>(ref result));
        return result;
    }

    private DeviceMatrix<T> Leading(int count)
    {
        DeviceMatrix<T> result = DeviceMatrix<T>.Allocate(matrix.Device, n, count);
        MatrixOperations.Copy(stream, new RowMatrix<T>(factor.View, n, count, rank), new RowMatrix<T>(result.View, n, count));
        stream.Synchronize();
        return result;
    }

    private void ThrowIfIndefinite()
    {
        if (status.ToArray(stream)[0] != 0)
        {
            throw NotSemidefinite();
        }
    }

    private static ArgumentException NotSemidefinite() =>
        new("The matrix is not positive semidefinite: a diagonal element of it, or of what pivots leave of it, is negative or no number.");

    private DeviceBuffer<TElement> Reserve<TElement>(long length)
        where TElement : unmanaged
        => owned.Add(stream.Device.Allocate<TElement>(checked(length), stream));
}
