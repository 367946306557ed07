using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Krylov;

/// <summary>
/// The vector updates of the conjugate gradient method (Hestenes and Stiefel, 1952) for several right-hand sides at a time, one a column of panels that are
/// stored densely by rows; one thread an element. A column whose step is not defined (a divisor that is not positive) stays as it is.
/// </summary>
internal static class ConjugateGradientKernels
{
    /// <summary>x += α p and r -= α q with α = ρ / pᵀq.</summary>
    /// <param name="index">The element.</param>
    /// <param name="rho">ρ of each column.</param>
    /// <param name="curvature">pᵀq of each column.</param>
    /// <param name="direction">p.</param>
    /// <param name="image">q = A p.</param>
    /// <param name="solution">x.</param>
    /// <param name="residual">r.</param>
    public static void Step<T>(
        LongIndex1D index,
        ArrayView<double> rho,
        ArrayView<double> curvature,
        ArrayView<T> direction,
        ArrayView<T> image,
        ArrayView<T> solution,
        ArrayView<T> residual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long column = index.X % rho.Length;
        double divisor = curvature[column];
        T length = T.CreateTruncating(divisor > 0 ? rho[column] / divisor : 0);
        solution[index.X] = T.FusedMultiplyAdd(length, direction[index.X], solution[index.X]);
        residual[index.X] = T.FusedMultiplyAdd(-length, image[index.X], residual[index.X]);
    }

    /// <summary>p = z + β p with β = ρ' / ρ.</summary>
    /// <param name="index">The element.</param>
    /// <param name="rho">ρ of each column before the step.</param>
    /// <param name="nextRho">ρ' of each column after the step.</param>
    /// <param name="preconditioned">z, the preconditioned residual.</param>
    /// <param name="direction">p.</param>
    public static void Turn<T>(
        LongIndex1D index, ArrayView<double> rho, ArrayView<double> nextRho, ArrayView<T> preconditioned, ArrayView<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long column = index.X % rho.Length;
        double divisor = rho[column];
        T weight = T.CreateTruncating(divisor > 0 ? nextRho[column] / divisor : 0);
        direction[index.X] = T.FusedMultiplyAdd(weight, direction[index.X], preconditioned[index.X]);
    }
}
