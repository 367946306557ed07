using System.Numerics;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;
using Panther.Kernels.Sketch.Dense;

namespace Panther.Core;

/// <summary>Picks the draws of a dense family for an element type.</summary>
internal static class DenseFamily
{
    public static SketchMatrix<T> Bind<T, TSingle, TDouble>(RandomStream stream, SketchDistribution distribution)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSingle : struct, IDistribution<float>
        where TDouble : struct, IDistribution<double>
        => typeof(T) == typeof(float)
            ? (SketchMatrix<T>)(object)new DenseSketch<float, TSingle>(stream, distribution.Rows, distribution.Columns, (float)distribution.Scale)
            : (SketchMatrix<T>)(object)new DenseSketch<double, TDouble>(stream, distribution.Rows, distribution.Columns, distribution.Scale);
}
