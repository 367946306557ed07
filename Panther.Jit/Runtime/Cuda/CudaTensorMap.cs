using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>Makes tensor maps with the driver, which alone knows their form.</summary>
internal static unsafe class CudaTensorMap
{
    private const int Alignment = 64;
    private const uint Dimensions = 2;

    // CU_TENSOR_MAP_L2_PROMOTION_L2_128B.
    private const int Promotion128 = 2;

    public static TensorMap Describe<T>(CudaDevice device, ArrayView<T> matrix, in TensorTiling tiling)
        where T : unmanaged
    {
        CudaDriver driver = device.Enter();
        ulong* sizes = stackalloc ulong[] { (ulong)tiling.Columns, (ulong)tiling.Rows };
        ulong rowBytes = (ulong)tiling.RowStride * (uint)sizeof(T);
        uint* box = stackalloc uint[] { (uint)tiling.TileColumns, (uint)tiling.TileRows };
        uint* steps = stackalloc uint[] { 1, 1 };
        byte* map = (byte*)NativeMemory.AlignedAlloc(TensorMap.Bytes, Alignment);
        try
        {
            CudaResult result = driver.TensorMapEncodeTiled(
                map, ElementType(typeof(T)), Dimensions, matrix.Address, sizes, &rowBytes, box, steps, 0, Swizzle(tiling.Swizzle), Promotion128, 0);
            driver.Check(result, $"cuTensorMapEncodeTiled({tiling})", device.Id);
            return *(TensorMap*)map;
        }
        finally
        {
            NativeMemory.AlignedFree(map);
        }
    }

    private static int ElementType(Type type) =>
        type == typeof(byte) || type == typeof(sbyte) ? 0
        : type == typeof(ushort) || type == typeof(short) ? 1
        : type == typeof(uint) ? 2
        : type == typeof(int) ? 3
        : type == typeof(ulong) ? 4
        : type == typeof(long) ? 5
        : type == typeof(Half) ? 6
        : type == typeof(float) ? 7
        : type == typeof(double) ? 8
        : type == typeof(BFloat16) ? 9
        : throw new ArgumentException($"{type} is no element type of tensor maps.", nameof(type));

    private static int Swizzle(SharedSwizzle swizzle) => swizzle switch
    {
        SharedSwizzle.Bytes32 => 1,
        SharedSwizzle.Bytes64 => 2,
        SharedSwizzle.Bytes128 => 3,
        _ => 0,
    };
}
