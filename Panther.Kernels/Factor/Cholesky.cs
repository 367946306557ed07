using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Factor;

/// <summary>
/// Enqueues Cholesky factorisations: by the host routine on a device whose memory the host reaches, else by <see cref="CholeskyKernels"/>.
/// </summary>
internal static class Cholesky
{
    /// <summary>Factors A = L Lᵀ and inverts L.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="matrix">A, order×order, by rows; only the lower triangle is read.</param>
    /// <param name="factor">Receives L with zeros above its diagonal, order×order, by rows; another buffer than <paramref name="matrix"/>.</param>
    /// <param name="inverse">Receives L⁻¹ with zeros above its diagonal, order×order, by rows.</param>
    /// <param name="status">One element; receives <see cref="int.MaxValue"/>, or the one-based column whose pivot was too small, when the factors are of no use.</param>
    /// <param name="order">The rows and columns.</param>
    /// <param name="pivotTolerance">A pivot below this fraction of the original diagonal element counts as too small; null for the rounding of a sum of such squares.</param>
    public static void Factor<T>(
        DeviceStream stream,
        ArrayView<T> matrix,
        ArrayView<T> factor,
        ArrayView<T> inverse,
        ArrayView<int> status,
        int order,
        T? pivotTolerance = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            CholeskyOnHost.Enqueue(stream, matrix, factor, inverse, status, order, pivotTolerance ?? Tolerance<T>(order));
        }
        else
        {
            FactorByKernels(stream, matrix, factor, inverse, status, order, pivotTolerance ?? Tolerance<T>(order));
        }
    }

    /// <summary>Factors A = L Lᵀ.</summary>
    /// <param name="stream">The stream to enqueue on.</param>
    /// <param name="matrix">A, order×order, by rows; only the lower triangle is read.</param>
    /// <param name="factor">Receives L with zeros above its diagonal, order×order, by rows; another buffer than <paramref name="matrix"/>.</param>
    /// <param name="status">As in <see cref="Factor{T}(DeviceStream, ArrayView{T}, ArrayView{T}, ArrayView{T}, ArrayView{int}, int, T?)"/>.</param>
    /// <param name="order">The rows and columns.</param>
    public static void Factor<T>(DeviceStream stream, ArrayView<T> matrix, ArrayView<T> factor, ArrayView<int> status, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stream.Device.Supports(DeviceFeature.HostRoutines))
        {
            CholeskyOnHost.Enqueue(stream, matrix, factor, null, status, order, Tolerance<T>(order));
        }
        else
        {
            using DeviceBuffer<T> diagonalInverses = stream.Device.Allocate<T>((long)order * order, stream);
            FactorBlocks(stream, matrix, factor, diagonalInverses.View, status, order, Tolerance<T>(order));
        }
    }

    /// <summary>See <see cref="Factor{T}(DeviceStream, ArrayView{T}, ArrayView{T}, ArrayView{T}, ArrayView{int}, int, T?)"/>; a pivot below <c>tolerance</c> times the original diagonal element counts as zero.</summary>
    internal static void FactorByKernels<T>(
        DeviceStream stream,
        ArrayView<T> matrix,
        ArrayView<T> factor,
        ArrayView<T> inverse,
        ArrayView<int> status,
        int order,
        T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        FactorBlocks(stream, matrix, factor, inverse, status, order, tolerance);
        SpecializedValue<int> threads = Threads(stream.Device);
        stream.Device.LoadKernel<ArrayView<T>, ArrayView<T>, int, SpecializedValue<int>>(CholeskyKernels.InvertLower)
            .Launch(stream, new KernelConfig(Blocks(order), threads), factor, inverse, order, threads);
    }

    /// <summary>Factors; of the inverse only the diagonal blocks are written.</summary>
    private static void FactorBlocks<T>(
        DeviceStream stream,
        ArrayView<T> matrix,
        ArrayView<T> factor,
        ArrayView<T> inverse,
        ArrayView<int> status,
        int order,
        T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device device = stream.Device;
        SpecializedValue<int> threads = Threads(device);
        var factorDiagonal = device.LoadKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<int>, int, int, T, SpecializedValue<int>>(CholeskyKernels.FactorDiagonal);
        var solvePanel = device.LoadKernel<ArrayView<T>, ArrayView<T>, int, int, SpecializedValue<int>>(CholeskyKernels.SolvePanel);
        var updateTrailing = device.LoadKernel<ArrayView<T>, int, int, SpecializedValue<int>>(CholeskyKernels.UpdateTrailing);

        stream.Fill(status, int.MaxValue);
        stream.Copy(matrix.SubView(0, (long)order * order), factor);
        for (int start = 0; start < order; start += CholeskyKernels.BlockSize)
        {
            int blocksBelow = Blocks(order - start) - 1;
            factorDiagonal.Launch(stream, new KernelConfig(1, threads), matrix, factor, inverse, status, order, start, tolerance, threads);
            if (blocksBelow > 0)
            {
                solvePanel.Launch(stream, new KernelConfig(blocksBelow, threads), factor, inverse, order, start, threads);
                updateTrailing.Launch(
                    stream,
                    new KernelConfig(new Index3D(blocksBelow, blocksBelow, 1), new Index3D(threads, 1, 1)),
                    factor,
                    order,
                    start,
                    threads);
            }
        }
    }

    /// <summary>A pivot is what the earlier columns leave of a squared column norm; below the rounding of that sum nothing of it is known.</summary>
    private static T Tolerance<T>(int order)
        where T : unmanaged, IFloatingPointIeee754<T>
        => T.CreateChecked(order) * (T.BitIncrement(T.One) - T.One);

    private static int Blocks(int order) => (order + CholeskyKernels.BlockSize - 1) / CholeskyKernels.BlockSize;

    private static SpecializedValue<int> Threads(Device device)
        => SpecializedValue.New(GroupLimits.Of(device).MostThreads(CholeskyKernels.MostThreads, CholeskyKernels.BlockSize, "A Cholesky factorisation"));
}
