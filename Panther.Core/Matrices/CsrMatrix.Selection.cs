using Panther.Jit.Runtime;
using Panther.Kernels.Reduce;
using Panther.Kernels.Sketch.Csr;

namespace Panther.Core;

/// <content>Chosen rows and columns, and how large the elements are.</content>
public sealed partial class CsrMatrix<T>
{
    /// <summary>Returns a matrix of rows of this one, in the given order.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal CsrMatrix<T> SelectRows(int[] rows) => SelectRows(Device, Operand, rows);

    /// <summary>Returns a matrix of columns of this one, in the given order; rows of it have their elements in that order. Makes the transpose, which the matrix keeps.</summary>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal CsrMatrix<T> SelectColumns(int[] columns)
    {
        using CsrMatrix<T> transposed = SelectRows(Device, TransposedOperand, columns);
        return transposed.Transpose();
    }

    /// <summary>Reads all elements, adding up those at one place, and waits for the result. Makes the transpose, which the matrix keeps.</summary>
    /// <exception cref="ArgumentException">There is a NaN or an infinity.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed.</exception>
    internal Magnitude Measure()
    {
        DeviceStream stream = Device.DefaultStream;
        CsrOperand<T> source = TransposedOperand;
        using DeviceBuffer<T> elements = Device.Allocate<T>(NonzeroCount, stream);
        CsrRows.AddRepeated(stream, source, elements.View);
        return InputCheck.Finite(stream, elements.View);
    }

    private static CsrMatrix<T> SelectRows(Device device, CsrOperand<T> source, int[] rows)
    {
        DeviceStream stream = device.DefaultStream;
        using var made = new DisposalList();
        using DeviceBuffer<int> chosen = device.Allocate<int>(rows, stream);
        DeviceBuffer<long> newStarts = made.Add(device.Allocate<long>(rows.Length + 1L));
        CsrRows.Starts(stream, source, chosen.View, newStarts.View);
        Span<long> count = stackalloc long[1];
        stream.Copy(newStarts.View.SubView(rows.Length, 1), count);
        DeviceBuffer<int> newIndices = made.Add(device.Allocate<int>(count[0]));
        var matrix = new CsrMatrix<T>(newStarts, newIndices, made.Add(device.Allocate<T>(count[0])), rows.Length, source.Columns);
        CsrRows.Gather(stream, source, chosen.View, matrix.Operand);
        made.Release();
        return matrix;
    }
}
