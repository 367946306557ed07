using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>What the first parameter's type says about a kernel.</summary>
internal static class IndexArgument
{
    /// <summary>The dimensions of an index type, 0 for any other type.</summary>
    public static int Dimensions(Type type)
        => type == typeof(Index1D) || type == typeof(LongIndex1D) ? 1
            : type == typeof(Index2D) || type == typeof(LongIndex2D) ? 2
            : type == typeof(Index3D) || type == typeof(LongIndex3D) ? 3
            : 0;

    /// <summary>The form of a kernel whose first parameter has the type.</summary>
    public static KernelForm Form(Type type) => Dimensions(type) == 0 ? KernelForm.Explicit : KernelForm.Implicit;

    /// <summary>An index as a point in three dimensions; directions that its type lacks are 1.</summary>
    public static LongIndex3D Extent<T>(ref T index)
        where T : struct
    {
        if (typeof(T) == typeof(Index1D))
        {
            return new LongIndex3D(((Index1D)(object)index).X, 1, 1);
        }

        if (typeof(T) == typeof(LongIndex1D))
        {
            return new LongIndex3D(((LongIndex1D)(object)index).X, 1, 1);
        }

        if (typeof(T) == typeof(Index2D))
        {
            Index2D point = (Index2D)(object)index;
            return new LongIndex3D(point.X, point.Y, 1);
        }

        if (typeof(T) == typeof(LongIndex2D))
        {
            LongIndex2D point = (LongIndex2D)(object)index;
            return new LongIndex3D(point.X, point.Y, 1);
        }

        if (typeof(T) == typeof(Index3D))
        {
            Index3D point = (Index3D)(object)index;
            return new LongIndex3D(point.X, point.Y, point.Z);
        }

        return (LongIndex3D)(object)index;
    }
}
