namespace Panther.Jit.Dialect;

/// <summary>How a two-dimensional view lays its elements out.</summary>
public interface IStride2D
{
    /// <summary>Gets the distance, in elements, between neighbours in X.</summary>
    long XStride { get; }

    /// <summary>Gets the distance, in elements, between neighbours in Y.</summary>
    long YStride { get; }
}

/// <summary>The usual layouts of two-dimensional views.</summary>
public static class Stride2D
{
    /// <summary>Neighbours in X are adjacent.</summary>
    /// <param name="YStride">The distance, in elements, between neighbours in Y.</param>
    public readonly record struct DenseX(long YStride) : IStride2D
    {
        /// <inheritdoc/>
        public long XStride => 1;
    }

    /// <summary>Neighbours in Y are adjacent.</summary>
    /// <param name="XStride">The distance, in elements, between neighbours in X.</param>
    public readonly record struct DenseY(long XStride) : IStride2D
    {
        /// <inheritdoc/>
        public long YStride => 1;
    }

    /// <summary>Any pair of distances.</summary>
    /// <param name="XStride">The distance, in elements, between neighbours in X.</param>
    /// <param name="YStride">The distance, in elements, between neighbours in Y.</param>
    public readonly record struct General(long XStride, long YStride) : IStride2D;
}

/// <summary>A two-dimensional arrangement of the elements of an <see cref="ArrayView{T}"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TStride">The layout, known at compile time where it can be.</typeparam>
/// <param name="baseView">The elements; it must reach the last one that the extent and the stride name.</param>
/// <param name="extent">The number of elements in X and Y.</param>
/// <param name="stride">The layout.</param>
public readonly struct ArrayView2D<T, TStride>(ArrayView<T> baseView, LongIndex2D extent, TStride stride)
    where T : unmanaged
    where TStride : unmanaged, IStride2D
{
    private readonly ArrayView<T> baseView = baseView;
    private readonly LongIndex2D extent = extent;
    private readonly TStride stride = stride;

    /// <summary>Gets the elements as one run.</summary>
    public ArrayView<T> BaseView => baseView;

    /// <summary>Gets the number of elements in X and Y.</summary>
    public LongIndex2D Extent => extent;

    /// <summary>Gets the layout.</summary>
    public TStride Stride => stride;

    /// <summary>Gets a reference to an element.</summary>
    /// <param name="x">The index in X.</param>
    /// <param name="y">The index in Y.</param>
    public ref T this[long x, long y] => ref baseView[(x * stride.XStride) + (y * stride.YStride)];

    /// <summary>Gets a reference to an element.</summary>
    /// <param name="index">The index in X and Y.</param>
    public ref T this[Index2D index] => ref this[index.X, index.Y];

    /// <summary>Gets a reference to an element.</summary>
    /// <param name="index">The index in X and Y.</param>
    public ref T this[LongIndex2D index] => ref this[index.X, index.Y];
}
