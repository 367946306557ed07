using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Krylov;

namespace Panther.Core;

/// <summary>
/// What solvers share that work on the preconditioned normal equations Pᵀ(TᵀT + λ)P y = h of a tall matrix T by conjugate gradients. P enters in double whatever the
/// element type; products with T are in the element type.
/// </summary>
internal abstract class NormalEquations<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DisposalList owned = new();
    private readonly ConjugateGradientPanel<double> solver;
    private readonly DeviceBuffer<double> sums;
    private readonly CancellationToken cancellation;

    protected NormalEquations(
        DeviceStream stream,
        SystemMatrix<T> matrix,
        double lambda,
        RightPreconditioner preconditioner,
        int columns,
        LeastSquaresOptions options,
        Steps steps,
        CancellationToken cancellation)
    {
        Stream = stream;
        Matrix = matrix;
        Lambda = lambda;
        Preconditioner = preconditioner;
        Columns = columns;
        Options = options;
        Steps = steps;
        this.cancellation = cancellation;
        try
        {
            Narrow = Reserve<T>(matrix.Columns);
            Tall = Reserve<T>(matrix.Rows);
            Wide = typeof(T) == typeof(double) ? Narrow.View.Cast<double>() : Reserve<double>(matrix.Columns).View;
            Spare = Reserve<double>(matrix.Columns);
            Correction = Reserve<double>(preconditioner.Rank);
            Residual = Reserve<double>(preconditioner.Rank);
            sums = Reserve<double>(1);
            solver = owned.Add(new ConjugateGradientPanel<double>(stream, preconditioner.Rank, columns, isPreconditioned: false));
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Gets x, dense, by rows.</summary>
    public abstract ArrayView<T> Solution { get; }

    /// <summary>Gets the inner iterations so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>Gets the refinements so far.</summary>
    public int Refinements { get; protected set; }

    /// <summary>Gets the ‖b - A x‖ of the columns.</summary>
    public double[] ResidualNorms { get; protected set; } = [];

    protected DeviceStream Stream { get; }

    protected SystemMatrix<T> Matrix { get; }

    protected double Lambda { get; }

    protected RightPreconditioner Preconditioner { get; }

    protected int Columns { get; }

    protected LeastSquaresOptions Options { get; }

    protected Steps Steps { get; }

    /// <summary>Gets a panel of the narrow side in the element type.</summary>
    protected DeviceBuffer<T> Narrow { get; }

    /// <summary>Gets a panel of the tall side.</summary>
    protected DeviceBuffer<T> Tall { get; }

    /// <summary>Gets a panel of the narrow side in double: <see cref="Narrow"/> itself where that is its type.</summary>
    protected ArrayView<double> Wide { get; }

    /// <summary>Gets another panel of the narrow side in double.</summary>
    protected DeviceBuffer<double> Spare { get; }

    /// <summary>Gets y.</summary>
    protected DeviceBuffer<double> Correction { get; }

    /// <summary>Gets h, and what is left of it.</summary>
    protected DeviceBuffer<double> Residual { get; }

    /// <summary>Starts with the solution of the sketched problem.</summary>
    /// <param name="projection">Its right-hand side.</param>
    public abstract void Start(ArrayView<double> projection);

    /// <summary>The estimated distance of x from the exact solution, relative to ‖x‖, of each column.</summary>
    public abstract double[] ErrorEstimates();

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    /// <summary>Solves for y, from zero, until what is left of each column of h is small.</summary>
    protected void SolveForCorrection(Func<int, double, bool> isDone)
    {
        Correction.Fill(0, Stream);
        Iterations += solver.Run(MultiplyNormal, null, Correction.View, Residual.View, isDone, Options.MaximumIterations, cancellation);
    }

    /// <summary>Narrow = Wide, rounded.</summary>
    protected void WideToNarrow()
    {
        if (typeof(T) != typeof(double))
        {
            PanelPrecision.Convert(Stream, Wide, Narrow.View);
        }
    }

    /// <summary>Wide = Narrow.</summary>
    protected void NarrowToWide()
    {
        if (typeof(T) != typeof(double))
        {
            PanelPrecision.Convert(Stream, Narrow.View, Wide);
        }
    }

    protected double[] Norms<TElement>(ArrayView<TElement> panel)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
    {
        PanelDots.Enqueue(Stream, panel, panel, Columns, sums.View);
        return Array.ConvertAll(sums.ToArray(Stream), Math.Sqrt);
    }

    protected DeviceBuffer<TElement> Reserve<TElement>(long rows)
        where TElement : unmanaged
        => owned.Add(Stream.Device.Allocate<TElement>(checked(rows * Columns), Stream));

    /// <summary>image = Pᵀ(TᵀT + λ)P direction.</summary>
    private void MultiplyNormal(ArrayView<double> direction, ArrayView<double> image)
    {
        if (Lambda > 0)
        {
            Preconditioner.Apply(direction, Spare.View, Columns);
            PanelPrecision.Convert(Stream, Spare.View, Narrow.View);
        }
        else
        {
            Preconditioner.Apply(direction, Wide, Columns);
            WideToNarrow();
        }

        Matrix.MultiplyNormal(Stream, Narrow.View, Tall.View, Columns);
        NarrowToWide();
        if (Lambda > 0)
        {
            VectorOperations.Axpy(Stream, Lambda, Spare.View, Wide);
        }

        Preconditioner.ApplyTransposed(Wide, image, Columns);
    }
}
