using System.Numerics;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;

namespace Panther.Core;

/// <summary>
/// The SVD of the small triangle R = Left diag(Values) Rightᵀ that is left when the large factors are orthonormal. It runs on the host, in the
/// element type.
/// </summary>
internal sealed unsafe class CoreSvd<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] triangle;
    private readonly int order;

    private CoreSvd(double[] triangle, int order)
    {
        this.triangle = triangle;
        this.order = order;
        T[] core = Array.ConvertAll(triangle, T.CreateTruncating);
        var values = new T[order];
        Left = new T[triangle.Length];
        Right = new T[triangle.Length];
        fixed (T* a = core, u = Left, v = Right)
        {
            HostSvd.Decompose(Square(a), Square(u), values, Square(v));
        }

        Values = Array.ConvertAll(values, double.CreateTruncating);
    }

    /// <summary>Gets the singular values, largest first.</summary>
    public double[] Values { get; }

    /// <summary>Gets the left singular vectors, order×order, by rows.</summary>
    public T[] Left { get; }

    /// <summary>Gets the right singular vectors, order×order, by rows.</summary>
    public T[] Right { get; }

    /// <param name="triangle">R, order×order, upper triangular, by rows.</param>
    /// <param name="order">The rows and columns.</param>
    public static CoreSvd<T> OfTriangle(double[] triangle, int order) => new(triangle, order);

    /// <summary>Returns Rᵀ times a few columns.</summary>
    /// <param name="columns">The columns, order×count, by rows.</param>
    /// <param name="count">The number of columns.</param>
    public T[] ApplyTransposedTriangle(T[] columns, int count)
    {
        var sums = new double[order * count];
        for (int k = 0; k < order; k++)
        {
            for (int i = k; i < order; i++)
            {
                double r = triangle[(k * order) + i];
                for (int j = 0; j < count; j++)
                {
                    sums[(i * count) + j] += r * double.CreateTruncating(columns[(k * count) + j]);
                }
            }
        }

        return Array.ConvertAll(sums, T.CreateTruncating);
    }

    private HostMatrix<T> Square(T* pointer) => HostMatrix<T>.RowMajor(pointer, order, order, order);
}
