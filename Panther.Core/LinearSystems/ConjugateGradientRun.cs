using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>The course of <see cref="ConjugateGradient"/>, on checked arguments.</summary>
internal static class ConjugateGradientRun
{
    private const double StagnationRatio = 0.5;

    /// <inheritdoc cref="ConjugateGradient.Solve{T}(ILinearOperator{T}, DeviceMatrix{T}, IPreconditioner{T}?, ConjugateGradientOptions?, IProgress{StepProgress}?, CancellationToken)"/>
    public static DeviceConjugateGradientResult<T> Solve<T>(
        ILinearOperator<T> a,
        DeviceMatrix<T> b,
        IPreconditioner<T>? preconditioner,
        ConjugateGradientOptions options,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = a.Device;
        DeviceStream stream = device.DefaultStream;
        var steps = new Steps(stream, progress, cancellation, 2);
        double tolerance = options.Tolerance ?? (100 * MachineEpsilon.Of<T>());
        using var right = new RightHandSides<T>(stream, b.Operand);
        int columns = right.Columns;
        using var made = new DisposalList();
        DeviceMatrix<T> solution = made.Add(DeviceMatrix<T>.Allocate(device, a.Rows, columns));
        stream.Fill(solution.View, T.Zero);
        using DeviceBuffer<T> residual = device.Allocate<T>(right.View.Length, stream);
        stream.Copy(right.View, residual.View);
        using var solver = new ConjugateGradientPanel<T>(stream, a.Rows, columns, preconditioner is not null);

        var outcomes = new IterationOutcome[columns];
        double[] norms = right.Norms;
        int iterations = 0;
        while (Enumerable.Range(0, columns).Any(IsOpen))
        {
            iterations += solver.Run(
                Multiply,
                preconditioner is null ? null : Precondition,
                solution.View,
                residual.View,
                (j, norm) => norm <= tolerance * right.Norms[j] || outcomes[j] != IterationOutcome.Converged,
                options.MaximumIterations - iterations,
                cancellation);
            if (!solver.IsFinite)
            {
                throw new ArgumentException("Products with A, or solves with the preconditioner, hold NaN or infinity.", nameof(a));
            }

            Multiply(solution.View, residual.View);
            VectorOperations.Subtract(stream, right.View, residual.View, residual.View);
            double[] previous = norms;
            norms = solver.Norms(residual.View);
            for (int j = 0; j < columns; j++)
            {
                outcomes[j] = !IsOpen(j) ? outcomes[j]
                    : solver.IsBroken[j] ? IterationOutcome.Breakdown
                    : iterations >= options.MaximumIterations ? IterationOutcome.IterationLimit
                    : !(norms[j] <= StagnationRatio * previous[j]) ? IterationOutcome.Stagnation
                    : outcomes[j];
            }

            steps.Completed("residual");
        }

        right.Restore(solution.View, T.One);
        made.Release();
        return new DeviceConjugateGradientResult<T>
        {
            Solution = solution,
            ResidualNorms = right.Restore(norms),
            Outcomes = outcomes,
            Iterations = iterations,
        };

        // A column is done when its residual is small, or an outcome says why it will not be.
        bool IsOpen(int j) => outcomes[j] == IterationOutcome.Converged && !(norms[j] <= tolerance * right.Norms[j]);

        void Multiply(ArrayView<T> panel, ArrayView<T> destination)
        {
            using DeviceMatrix<T> source = Borrow(panel);
            using DeviceMatrix<T> product = Borrow(destination);
            a.Multiply(source, product);
            if (options.Shift > 0)
            {
                VectorOperations.Axpy(stream, T.CreateTruncating(options.Shift), panel, destination);
            }
        }

        void Precondition(ArrayView<T> panel, ArrayView<T> destination)
        {
            using DeviceMatrix<T> source = Borrow(panel);
            using DeviceMatrix<T> solved = Borrow(destination);
            preconditioner.Solve(source, solved);
        }

        DeviceMatrix<T> Borrow(ArrayView<T> panel) => DeviceMatrix<T>.Borrow(device, panel, a.Rows, columns, MatrixLayout.RowMajor);
    }
}
