using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Transpose;

namespace Panther.Core;

/// <summary>Brings matrices of either layout into dense rows.</summary>
internal static class DensePanel
{
    /// <summary>destination = source, dense, by rows. Enqueues and returns.</summary>
    public static void Load<T>(DeviceStream stream, MatrixOperand<T> source, ArrayView<T> destination)
        where T : unmanaged
    {
        var stored = new RowMatrix<T>(source.Elements, source.StoredRows, source.StoredColumns, source.LeadingDimension);
        var loaded = new RowMatrix<T>(destination, source.Rows, source.Columns);
        if (source.IsTransposed && source.Columns > 1)
        {
            Transposition.Transpose(stream, stored, loaded);
        }
        else
        {
            // One column has the same order either way.
            MatrixOperations.Copy(stream, stored with { Rows = loaded.Rows, Columns = loaded.Columns, LeadingDimension = source.IsTransposed ? 1 : stored.LeadingDimension }, loaded);
        }
    }
}
