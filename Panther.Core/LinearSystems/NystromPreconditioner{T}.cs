using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>
/// The preconditioner of A + μ·I that a low-rank approximation A ≈ U Λ Uᵀ makes (Frangella, Tropp and Udell, "Randomized Nyström preconditioning", SIAM J. Matrix Anal. Appl.
/// 44, 2023, arXiv 2110.02820, equation 5.3): M⁻¹ = (λ_k + μ) U (Λ + μ)⁻¹ Uᵀ + (I - U Uᵀ). It owns its memory; dispose it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>A solve is two products with U, 4·n·k operations a column.</remarks>
public sealed class NystromPreconditioner<T> : IPreconditioner<T>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeviceBuffer<T> basis;
    private readonly DeviceBuffer<T> weights;
    private readonly double[] eigenvalues;

    internal NystromPreconditioner(DeviceBuffer<T> basis, double[] eigenvalues, double shift, double errorEstimate, ulong seed)
    {
        this.basis = basis;
        this.eigenvalues = eigenvalues;
        Shift = shift;
        ErrorEstimate = errorEstimate;
        Seed = seed;
        Order = basis.Length / Rank;
        weights = basis.Device.Allocate<T>(Array.ConvertAll(eigenvalues, value => T.CreateTruncating(((eigenvalues[^1] + shift) / (value + shift)) - 1)));
    }

    /// <inheritdoc/>
    public long Order { get; }

    /// <inheritdoc/>
    public Device Device => basis.Device;

    /// <summary>Gets k, the rank of the approximation.</summary>
    public int Rank => eigenvalues.Length;

    /// <summary>Gets the eigenvalues Λ of the approximation, falling.</summary>
    public IReadOnlyList<double> Eigenvalues => eigenvalues;

    /// <summary>Gets μ.</summary>
    public double Shift { get; }

    /// <summary>
    /// Gets an estimate of ‖A - U Λ Uᵀ‖ in the spectral norm: from ten power iterations with a random vector, which err downwards; for a Cholesky factor the trace error, which
    /// is above the norm.
    /// </summary>
    public double ErrorEstimate { get; }

    /// <summary>Gets (λ_k + μ + ‖A - U Λ Uᵀ‖) / μ, a bound of the condition number of the preconditioned matrix (proposition 5.3), as far as the error is known.</summary>
    public double ConditionBound => (eigenvalues[^1] + Shift + ErrorEstimate) / Shift;

    /// <summary>Gets the seed that the random numbers came from.</summary>
    public ulong Seed { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not go together, a panel is stored by columns, or a matrix is on another device.</exception>
    /// <exception cref="ObjectDisposedException">The preconditioner or a matrix was disposed.</exception>
    public void Solve(DeviceMatrix<T> panel, DeviceMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(panel);
        KernelMatrixCheck.Destination(Order, panel.Columns, Device, panel);
        KernelMatrixCheck.Destination(Order, panel.Columns, Device, destination);
        DeviceStream stream = Device.DefaultStream;
        MatrixOperand<T> u = MatrixOperand<T>.Dense(basis.View, Order, Rank);
        using DeviceBuffer<T> coordinates = Device.Allocate<T>(Rank * panel.Columns, stream);
        MatrixOperand<T> y = MatrixOperand<T>.Dense(coordinates.View, Rank, panel.Columns);
        MatrixProduct.Enqueue(stream, T.One, u.Transposed, panel.Operand, T.Zero, y);
        var rows = new RowMatrix<T>(coordinates.View, Rank, panel.Columns);
        MatrixOperations.ScaleRows(stream, weights.View, rows, rows);
        stream.Copy(panel.View, destination.View);
        MatrixProduct.Enqueue(stream, T.One, u, y, T.One, destination.Operand);
    }

    /// <summary>Gives the memory back, once the work that uses it is done.</summary>
    public void Dispose()
    {
        basis.Dispose();
        weights.Dispose();
    }
}
