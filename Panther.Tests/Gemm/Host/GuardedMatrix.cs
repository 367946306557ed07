using System.Numerics;
using System.Runtime.InteropServices;
using Panther.Kernels.Gemm.Host;

namespace Panther.Tests.Gemm.Host;

/// <summary>A host matrix in native memory whose padding is a known value, so that a test sees a write outside the matrix.</summary>
internal sealed unsafe class GuardedMatrix<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T s_guard = T.CreateChecked(-12345);
    private readonly T* _memory;
    private readonly long _length;

    public GuardedMatrix(long rows, long columns, bool columnMajor = false, long padding = 0)
    {
        long leading = Math.Max(1, (columnMajor ? rows : columns) + padding);
        _length = leading * Math.Max(1, columnMajor ? columns : rows) + padding;
        _memory = (T*)NativeMemory.Alloc((nuint)(_length * sizeof(T)));
        new Span<T>(_memory, (int)_length).Fill(s_guard);
        View = columnMajor
            ? HostMatrix<T>.ColumnMajor(_memory, rows, columns, leading)
            : HostMatrix<T>.RowMajor(_memory, rows, columns, leading);
    }

    public HostMatrix<T> View { get; }

    public GuardedMatrix<T> Fill(Func<long, long, double> value)
    {
        for (long i = 0; i < View.Rows; i++)
        {
            for (long j = 0; j < View.Columns; j++)
            {
                View[i, j] = T.CreateChecked(value(i, j));
            }
        }

        return this;
    }

    public GuardedMatrix<T> FillUniform(int seed)
    {
        var random = new Random(seed);
        return Fill((_, _) => random.NextDouble() * 2 - 1);
    }

    public double[,] ToDouble()
    {
        double[,] copy = new double[View.Rows, View.Columns];
        for (long i = 0; i < View.Rows; i++)
        {
            for (long j = 0; j < View.Columns; j++)
            {
                copy[i, j] = double.CreateChecked(View[i, j]);
            }
        }

        return copy;
    }

    public void AssertPaddingUntouched()
    {
        long inside = 0;
        for (long i = 0; i < _length; i++)
        {
            inside += _memory[i] == s_guard ? 0 : 1;
        }

        Assert.True(inside <= View.Rows * View.Columns, "the padding was written");
    }

    public void Dispose() => NativeMemory.Free(_memory);
}
