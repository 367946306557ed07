using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Core;

/// <summary>Brings panels from one precision to another.</summary>
internal static class PanelPrecision
{
    /// <summary>destination = source, rounded to the nearest value of the other type; a copy where the types are one.</summary>
    public static void Convert<TSource, TDestination>(DeviceStream stream, ArrayView<TSource> source, ArrayView<TDestination> destination)
        where TSource : unmanaged, IFloatingPointIeee754<TSource>
        where TDestination : unmanaged, IFloatingPointIeee754<TDestination>
    {
        if (Unsafe.SizeOf<TSource>() == Unsafe.SizeOf<TDestination>())
        {
            stream.Copy(source.Cast<TDestination>(), destination);
        }
        else
        {
            MatrixOperations.Convert(stream, new RowMatrix<TSource>(source, 1, source.Length), new RowMatrix<TDestination>(destination, 1, destination.Length));
        }
    }
}
