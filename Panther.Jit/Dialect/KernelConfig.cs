namespace Panther.Jit.Dialect;

/// <summary>The shape of an explicitly grouped launch.</summary>
/// <param name="GridDim">The number of groups in X, Y and Z.</param>
/// <param name="GroupDim">The number of threads of a group in X, Y and Z.</param>
/// <param name="DynamicSharedBytes">The bytes of shared memory that <see cref="SharedMemory.GetDynamic{T}"/> gives to each group.</param>
public readonly record struct KernelConfig(Index3D GridDim, Index3D GroupDim, int DynamicSharedBytes = 0)
{
    /// <summary>Initializes a one-dimensional launch.</summary>
    /// <param name="gridDim">The number of groups.</param>
    /// <param name="groupDim">The number of threads of a group.</param>
    /// <param name="dynamicSharedBytes">The bytes of dynamic shared memory of each group.</param>
    public KernelConfig(int gridDim, int groupDim, int dynamicSharedBytes = 0)
        : this(new Index3D(gridDim, 1, 1), new Index3D(groupDim, 1, 1), dynamicSharedBytes)
    {
    }

    /// <summary>Initializes a two-dimensional launch.</summary>
    /// <param name="gridDim">The number of groups in X and Y.</param>
    /// <param name="groupDim">The number of threads of a group in X and Y.</param>
    /// <param name="dynamicSharedBytes">The bytes of dynamic shared memory of each group.</param>
    public KernelConfig(Index2D gridDim, Index2D groupDim, int dynamicSharedBytes = 0)
        : this(new Index3D(gridDim.X, gridDim.Y, 1), new Index3D(groupDim.X, groupDim.Y, 1), dynamicSharedBytes)
    {
    }
}
