using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Reduce;

/// <summary>The reductions that algorithms ask for, on the host's side: float and double alike. Each waits for the stream, unless it says otherwise.</summary>
internal static class MatrixReductions
{
    /// <summary>How many elements are NaN or infinite.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static long CountNonFinite<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Reduce<float, long, NonFiniteSingle>(queue, Of<T, float>(source))
            : typeof(T) == typeof(double) ? Reduce<double, long, NonFiniteDouble>(queue, Of<T, double>(source))
            : throw Unsupported<T>();

    /// <summary>The largest magnitude; 0 for an empty matrix, NaN if any element is NaN.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static double MaxAbs<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Reduce<float, float, MaxAbsSingle>(queue, Of<T, float>(source))
            : typeof(T) == typeof(double) ? Reduce<double, double, MaxAbsDouble>(queue, Of<T, double>(source))
            : throw Unsupported<T>();

    /// <summary>The sum of the elements, accumulated in double.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static double Sum<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Reduce<float, double, SumSingle>(queue, Of<T, float>(source))
            : typeof(T) == typeof(double) ? Reduce<double, double, SumDouble>(queue, Of<T, double>(source))
            : throw Unsupported<T>();

    /// <summary>The squared Frobenius norm, accumulated in double.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static double SumOfSquares<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Reduce<float, double, SumOfSquaresSingle>(queue, Of<T, float>(source))
            : typeof(T) == typeof(double) ? Reduce<double, double, SumOfSquaresDouble>(queue, Of<T, double>(source))
            : throw Unsupported<T>();

    /// <summary>The squared Euclidean norms of the n columns of an m×n matrix, accumulated in double.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static double[] ColumnSumsOfSquares<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
    {
        if (source.Columns == 0)
        {
            return [];
        }

        using DeviceBuffer<double> destination = queue.Device.Allocate<double>(source.Columns, queue);
        if (typeof(T) == typeof(float))
        {
            Reduction.ReduceColumns<float, double, SumOfSquaresSingle>(queue, Of<T, float>(source), destination.View);
        }
        else if (typeof(T) == typeof(double))
        {
            Reduction.ReduceColumns<double, double, SumOfSquaresDouble>(queue, Of<T, double>(source), destination.View);
        }
        else
        {
            throw Unsupported<T>();
        }

        return destination.ToArray(queue);
    }

    /// <summary>The largest magnitudes of the n columns of an m×n matrix; NaN where a column has one.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static double[] ColumnMaxAbs<T>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Array.ConvertAll(Columns<float, float, MaxAbsSingle>(queue, Of<T, float>(source)), value => (double)value)
            : typeof(T) == typeof(double) ? Columns<double, double, MaxAbsDouble>(queue, Of<T, double>(source))
            : throw Unsupported<T>();

    /// <summary>destination[i] = the squared Euclidean norm of row i of an m×n matrix, accumulated in double. Enqueues and returns.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void RowSumsOfSquares<T>(DeviceStream queue, RowMatrix<T> source, ArrayView<double> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Reduction.ReduceRows<float, double, SumOfSquaresSingle>(queue, Of<T, float>(source), destination);
        }
        else if (typeof(T) == typeof(double))
        {
            Reduction.ReduceRows<double, double, SumOfSquaresDouble>(queue, Of<T, double>(source), destination);
        }
        else
        {
            throw Unsupported<T>();
        }
    }

    private static TResult[] Columns<T, TResult, TReduction>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        using DeviceBuffer<TResult> destination = queue.Device.Allocate<TResult>(source.Columns, queue);
        Reduction.ReduceColumns<T, TResult, TReduction>(queue, source, destination.View);
        return destination.ToArray(queue);
    }

    /// <summary>A dense matrix as one vector; a matrix with gaps between its rows by columns first.</summary>
    private static TResult Reduce<T, TResult, TReduction>(DeviceStream queue, RowMatrix<T> source)
        where T : unmanaged
        where TResult : unmanaged
        where TReduction : struct, IReduction<T, TResult>
    {
        source.Validate();
        if (source.IsEmpty || source.IsDense)
        {
            return Reduction.Reduce<T, TResult, TReduction>(queue, source.Elements.SubView(0, source.Rows * source.Columns));
        }

        using DeviceBuffer<TResult> columns = queue.Device.Allocate<TResult>(source.Columns, queue);
        Reduction.ReduceColumns<T, TResult, TReduction>(queue, source, columns.View);
        TResult result = TReduction.Identity;
        foreach (TResult column in columns.ToArray(queue))
        {
            result = TReduction.Combine(result, column);
        }

        return result;
    }

    private static RowMatrix<TKnown> Of<T, TKnown>(RowMatrix<T> source)
        where T : unmanaged
        where TKnown : unmanaged
        => new(source.Elements.Cast<TKnown>(), source.Rows, source.Columns, source.LeadingDimension);

    private static NotSupportedException Unsupported<T>()
        => new($"Reductions take elements of type float or double, not {typeof(T).Name}.");
}
