using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Gemm;

/// <summary>Many products in one launch.</summary>
internal static partial class GemmKernel
{
    /// <summary>As <see cref="Multiply"/>, with one layer of the grid in Z for each product, from a number on.</summary>
    /// <typeparam name="T">The element type, in which everything is accumulated.</typeparam>
    /// <typeparam name="TTile">The tile's shape.</typeparam>
    /// <typeparam name="TLeft">How left factors are read.</typeparam>
    /// <typeparam name="TRight">How right factors are read.</typeparam>
    /// <typeparam name="TOutput">How destinations are written.</typeparam>
    /// <param name="g">The operands of the first product.</param>
    /// <param name="batch">Where the others are.</param>
    /// <param name="first">The number of the first product of this launch.</param>
    public static void MultiplyBatch<T, TTile, TLeft, TRight, TOutput>(GemmArguments<T> g, GemmBatch batch, long first)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IGemmTile
        where TLeft : struct, IPanelAccess
        where TRight : struct, IPanelAccess
        where TOutput : struct, IPanelAccess
    {
        long number = first + Grid.IdxZ;
        g.Left = g.Left.SubView(batch.LeftOffset(number));
        g.Right = g.Right.SubView(batch.RightOffset(number));
        g.Output = g.Output.SubView(batch.OutputOffset(number));
        Multiply<T, TTile, TLeft, TRight, TOutput>(g);
    }
}
