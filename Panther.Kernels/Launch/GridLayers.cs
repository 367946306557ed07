namespace Panther.Kernels.Launch;

/// <summary>Work of which each part is a layer of the grid, in Z.</summary>
internal static class GridLayers
{
    /// <summary>The most layers of a launch that all devices allow: CUDA's limit.</summary>
    public const int Most = 65535;
}
