using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Krylov;

namespace Panther.Core;

/// <summary>A dense matrix as a system, in either layout or transposed.</summary>
internal sealed class DenseSystem<T>(MatrixOperand<T> a) : SystemMatrix<T>(a.Rows, a.Columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override ArrayView<T> Elements => a.Elements.SubView(0, a.StoredRows * a.StoredColumns);

    /// <inheritdoc/>
    protected override bool CanEnqueueFused(DeviceStream stream) => stream.Device.Supports(DeviceFeature.HostRoutines);

    /// <inheritdoc/>
    protected override void EnqueueFused(DeviceStream stream, ArrayView<T> x, ArrayView<T>? b, ArrayView<T> image) =>
        HostNormalProduct.Enqueue(stream, a, x, b, image, x);

    /// <inheritdoc/>
    protected override void EnqueueProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns) =>
        MatrixProduct.Enqueue(stream, T.One, a, Panel(panel, columns), T.Zero, Panel(destination, columns));

    /// <inheritdoc/>
    protected override void EnqueueTransposedProduct(DeviceStream stream, ArrayView<T> panel, ArrayView<T> destination, int columns) =>
        MatrixProduct.Enqueue(stream, T.One, a.Transposed, Panel(panel, columns), T.Zero, Panel(destination, columns));

    /// <inheritdoc/>
    protected override void EnqueueSketch(DeviceStream stream, SketchOperator? sketch, ArrayView<T> destination)
    {
        if (sketch is not null)
        {
            sketch.Bind<T>().Multiply(stream, a, 0, T.Zero, Panel(destination, (int)Columns));
        }
        else
        {
            DensePanel.Load(stream, a, destination);
        }
    }
}
