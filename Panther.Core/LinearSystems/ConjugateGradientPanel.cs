using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Krylov;

namespace Panther.Core;

/// <summary>
/// The preconditioned conjugate gradient method (Golub and Van Loan, Matrix Computations, algorithm 11.5.1) for the columns of a panel at a time. Vectors are
/// in the element type, scalar products in double; the host waits for a few scalars in each iteration.
/// </summary>
internal sealed class ConjugateGradientPanel<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Curvature = 2;
    private const int Squares = 3;

    private readonly DeviceStream stream;
    private readonly int columns;
    private readonly DisposalList owned = new();
    private readonly DeviceBuffer<T> direction;
    private readonly DeviceBuffer<T> image;
    private readonly DeviceBuffer<T>? preconditioned;
    private readonly DeviceBuffer<double> scalars;

    /// <summary>Reserves the vectors.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="rows">The order of the system.</param>
    /// <param name="columns">The right-hand sides, at least 1.</param>
    /// <param name="isPreconditioned">Whether <see cref="Run"/> gets a preconditioner.</param>
    public ConjugateGradientPanel(DeviceStream stream, long rows, int columns, bool isPreconditioned)
    {
        this.stream = stream;
        this.columns = columns;
        try
        {
            long length = checked(rows * columns);
            direction = owned.Add(stream.Device.Allocate<T>(length, stream));
            image = owned.Add(stream.Device.Allocate<T>(length, stream));
            preconditioned = isPreconditioned ? owned.Add(stream.Device.Allocate<T>(length, stream)) : null;
            scalars = owned.Add(stream.Device.Allocate<double>(4L * columns, stream));
        }
        catch
        {
            owned.Dispose();
            throw;
        }

        IsBroken = new bool[columns];
    }

    /// <summary>Gets for each column whether an iteration met a curvature pᵀAp or a product rᵀM⁻¹r that was not positive; the column stood still from then on.</summary>
    public bool[] IsBroken { get; }

    /// <summary>Gets a value indicating whether all curvatures pᵀAp and products rᵀM⁻¹r that the iteration met were numbers.</summary>
    public bool IsFinite { get; private set; } = true;

    /// <summary>The norms of the columns of a panel. Waits for them.</summary>
    public double[] Norms(ArrayView<T> panel)
    {
        PanelDots.Enqueue(stream, panel, panel, columns, Scalars(Squares));
        var squares = new double[columns];
        stream.Copy(Scalars(Squares), squares);
        return Array.ConvertAll(squares, Math.Sqrt);
    }

    /// <summary>Improves the solution until <paramref name="isDone"/> is content with every column or the iterations run out.</summary>
    /// <param name="multiply">Writes A times the first panel into the second.</param>
    /// <param name="precondition">Writes M⁻¹ times the first panel into the second; null for the identity.</param>
    /// <param name="solution">x, rows×columns, dense, by rows.</param>
    /// <param name="residual">b - A x; updated.</param>
    /// <param name="isDone">Whether a column, given by its number and its ‖r‖, is good enough.</param>
    /// <param name="maximum">The most iterations.</param>
    /// <param name="cancellation">Looked at in each iteration.</param>
    /// <returns>The iterations.</returns>
    public int Run(
        Action<ArrayView<T>, ArrayView<T>> multiply,
        Action<ArrayView<T>, ArrayView<T>>? precondition,
        ArrayView<T> solution,
        ArrayView<T> residual,
        Func<int, double, bool> isDone,
        int maximum,
        CancellationToken cancellation)
    {
        Array.Clear(IsBroken);
        ArrayView<double> curvature = Scalars(Curvature);
        ArrayView<T> z = preconditioned?.View ?? residual;
        var step = stream.Device.LoadKernel<LongIndex1D, ArrayView<double>, ArrayView<double>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>(
            ConjugateGradientKernels.Step);
        var turn = stream.Device.LoadKernel<LongIndex1D, ArrayView<double>, ArrayView<double>, ArrayView<T>, ArrayView<T>>(ConjugateGradientKernels.Turn);

        // The two first rows of the scalars are ρ before and after a step, by turns.
        int rho = 0;
        Measure(rho);
        stream.Copy(z, direction.View);
        stream.Fill(curvature, 1);
        if (IsFinished(isDone, rho, rho))
        {
            return 0;
        }

        for (int iteration = 1; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            multiply(direction.View, image.View);
            PanelDots.Enqueue(stream, direction.View, image.View, columns, curvature);
            step.Launch(stream, new LongIndex1D(residual.Length), Scalars(rho), curvature, direction.View, image.View, solution, residual);
            Measure(1 - rho);
            if (IsFinished(isDone, rho, 1 - rho) || iteration == maximum)
            {
                return iteration;
            }

            turn.Launch(stream, new LongIndex1D(residual.Length), Scalars(rho), Scalars(1 - rho), z, direction.View);
            rho = 1 - rho;
        }

        void Measure(int destination)
        {
            if (precondition is null)
            {
                PanelDots.Enqueue(stream, residual, residual, columns, Scalars(destination));
                return;
            }

            PanelDots.Enqueue(stream, residual, residual, columns, Scalars(Squares));
            precondition(residual, z);
            PanelDots.Enqueue(stream, residual, z, columns, Scalars(destination));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private ArrayView<double> Scalars(int which) => scalars.View.SubView((long)which * columns, columns);

    private bool IsFinished(Func<int, double, bool> isDone, int rho, int nextRho)
    {
        double[] host = scalars.ToArray(stream);
        bool finished = true;

        // Without a preconditioner ρ is the square itself.
        int squares = preconditioned is null ? nextRho : Squares;
        for (int j = 0; j < columns; j++)
        {
            double square = host[(squares * columns) + j];
            IsFinite &= double.IsFinite(host[(Curvature * columns) + j]) && double.IsFinite(host[(rho * columns) + j]);
            if (!isDone(j, Math.Sqrt(square)))
            {
                // Written so that a NaN counts as broken too.
                bool isSound = host[(Curvature * columns) + j] > 0 && host[(rho * columns) + j] > 0 && host[(nextRho * columns) + j] > 0;
                IsBroken[j] |= !isSound || !double.IsFinite(square);
                finished &= IsBroken[j];
            }
        }

        return finished;
    }
}
