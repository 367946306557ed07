using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;

namespace Panther.Core;

/// <summary>Multiplies up the triangular factors of successive passes of a QR factorisation, on the device.</summary>
internal sealed class TriangleProduct : IDisposable
{
    private readonly DeviceStream stream;
    private readonly int order;
    private DeviceBuffer<double> product;
    private DeviceBuffer<double> spare;

    /// <summary>Starts with the identity.</summary>
    public TriangleProduct(DeviceStream stream, int order)
    {
        this.stream = stream;
        this.order = order;
        product = stream.Device.Allocate<double>((long)order * order, stream);
        try
        {
            spare = stream.Device.Allocate<double>((long)order * order, stream);
        }
        catch
        {
            product.Dispose();
            throw;
        }

        MatrixOperations.Identity(stream, 1, new RowMatrix<double>(product.View, order, order));
    }

    /// <summary>Gets the product, order×order, by rows.</summary>
    public RowMatrix<double> Value => new(product.View, order, order);

    /// <summary>Replaces the product P by <paramref name="left"/> P.</summary>
    public void MultiplyFromLeft(MatrixOperand<double> left)
    {
        MatrixProduct.Enqueue(stream, 1, left, MatrixOperand<double>.Dense(product.View, order, order), 0, MatrixOperand<double>.Dense(spare.View, order, order));
        (product, spare) = (spare, product);
    }

    /// <summary>Replaces the product.</summary>
    public void Set(MatrixOperand<double> value) => stream.Copy(value.Elements.SubView(0, product.Length), product.View);

    /// <inheritdoc/>
    public void Dispose()
    {
        product.Dispose();
        spare.Dispose();
    }
}
