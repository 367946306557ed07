using Panther.Jit.Dialect;
using Panther.Kernels.Elementwise;

namespace Panther.Kernels.Channels;

/// <summary>The operands of <see cref="ChannelKernels.Combine"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct ChannelCombination<T>
    where T : unmanaged
{
    /// <summary>g, dense, of the shape of the rows.</summary>
    public ArrayView<T> Gradients;

    /// <summary>x, dense.</summary>
    public RowMatrix<T> Rows;

    /// <summary>The centre of each row.</summary>
    public ArrayView<T> Centres;

    /// <summary>a for each row.</summary>
    public ArrayView<T> Factors;

    /// <summary>b for each row.</summary>
    public ArrayView<T> Slopes;

    /// <summary>d for each row.</summary>
    public ArrayView<T> Terms;

    /// <summary>The result, dense.</summary>
    public ArrayView<T> Result;
}
