using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Transpose;

namespace Panther.Core;

/// <summary>QR by Householder reflections of a matrix in either layout, with a diagonal that is not negative: what Cholesky QR falls back on.</summary>
internal static class ReflectionQr
{
    /// <summary>A = Q R.</summary>
    /// <param name="stream">The stream to enqueue on; the signs of the diagonal are waited for.</param>
    /// <param name="a">A, m×n with m at least n; overwritten by Q.</param>
    /// <param name="r">Receives R, n×n.</param>
    public static void Factor<T>(DeviceStream stream, DeviceMatrix<T> a, RowMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> original = stream.Device.Allocate<T>(a.View.Length, stream);
        using DeviceBuffer<T> basis = stream.Device.Allocate<T>(a.View.Length, stream);
        var byRows = new RowMatrix<T>(original.View, a.Rows, a.Columns);
        RowMatrix<T> q = byRows with { Elements = basis.View };
        bool isByColumns = a.Layout == MatrixLayout.ColumnMajor;
        Reorder(stream, a.Stored, byRows, isByColumns);
        HouseholderQr.Factor(stream, byRows, q, r);
        using DeviceBuffer<T> signs = Signs(stream, r);
        MatrixOperations.ScaleRows(stream, signs.View, r, r);
        MatrixOperations.ScaleColumns(stream, signs.View, q, q);
        Reorder(stream, q, a.Stored, isByColumns);
    }

    /// <summary>Reads the diagonal of a triangle and returns its signs, with one for zero.</summary>
    public static DeviceBuffer<T> Signs<T>(DeviceStream stream, RowMatrix<T> r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> diagonal = stream.Device.Allocate<T>(r.Rows, stream);
        MatrixOperations.Copy(stream, new RowMatrix<T>(r.Elements, r.Rows, 1, r.LeadingDimension + 1), new RowMatrix<T>(diagonal.View, r.Rows, 1));
        return stream.Device.Allocate<T>(Array.ConvertAll(diagonal.ToArray(stream), value => value < T.Zero ? T.NegativeOne : T.One), stream);
    }

    private static void Reorder<T>(DeviceStream stream, RowMatrix<T> source, RowMatrix<T> destination, bool isTransposed)
        where T : unmanaged
    {
        if (isTransposed)
        {
            Transposition.Transpose(stream, source, destination);
        }
        else
        {
            MatrixOperations.Copy(stream, source, destination);
        }
    }
}
