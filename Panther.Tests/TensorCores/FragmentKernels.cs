using Panther.Jit.Dialect;

namespace Panther.Tests.TensorCores;

/// <summary>Conversions and fragments out of shared memory; each kernel runs as one warp.</summary>
internal static class FragmentKernels
{
    public static void Round(Index1D i, ArrayView<float> source, ArrayView<uint> destination) => destination[i] = TensorCore.ToTf32(source[i]);

    public static void Pack(Index1D i, ArrayView<float> source, ArrayView<uint> half, ArrayView<uint> bfloat16)
    {
        half[i] = TensorCore.PackHalf(source[2 * i], source[(2 * i) + 1]);
        bfloat16[i] = TensorCore.PackBFloat16(source[2 * i], source[(2 * i) + 1]);
    }

    /// <summary>Loads the 32 rows of 8 elements one, two and four matrices at a time, as they are and transposed: 14 registers a lane.</summary>
    public static void LoadMatrices(ArrayView<Half> source, ArrayView<uint> destination)
    {
        ArrayView<Half> tile = SharedMemory.Allocate<Half>(256);
        for (int i = Warp.LaneIdx; i < 256; i += 32)
        {
            tile[i] = source[i];
        }

        Group.Barrier();
        int lane = Warp.LaneIdx;
        ref Half row = ref tile[lane * 8];
        Registers2 two = TensorCore.LoadMatrix2(ref row), twoTransposed = TensorCore.LoadMatrixTransposed2(ref row);
        Registers4 four = TensorCore.LoadMatrix4(ref row), fourTransposed = TensorCore.LoadMatrixTransposed4(ref row);
        destination[lane] = TensorCore.LoadMatrix1(ref row);
        destination[32 + lane] = two.R0;
        destination[64 + lane] = two.R1;
        destination[96 + lane] = four.R0;
        destination[128 + lane] = four.R1;
        destination[160 + lane] = four.R2;
        destination[192 + lane] = four.R3;
        destination[224 + lane] = TensorCore.LoadMatrixTransposed1(ref row);
        destination[256 + lane] = twoTransposed.R0;
        destination[288 + lane] = twoTransposed.R1;
        destination[320 + lane] = fourTransposed.R0;
        destination[352 + lane] = fourTransposed.R1;
        destination[384 + lane] = fourTransposed.R2;
        destination[416 + lane] = fourTransposed.R3;
    }

    /// <summary>16×8, 16×16 by 8×8, 16×8 products whose operands come by ldmatrix: A by rows, B by rows, then by columns.</summary>
    public static void HalfThroughShared(ArrayView<Half> a, ArrayView<Half> b, ArrayView<float> d)
    {
        ArrayView<Half> left = SharedMemory.Allocate<Half>(16 * 24);
        ArrayView<Half> rows = SharedMemory.Allocate<Half>(16 * 8);
        ArrayView<Half> columns = SharedMemory.Allocate<Half>(8 * 24);
        for (int i = Warp.LaneIdx; i < 256; i += 32)
        {
            left[(i / 16 * 24) + (i % 16)] = a[i];
        }

        for (int i = Warp.LaneIdx; i < 128; i += 32)
        {
            rows[i] = b[i];
            columns[(i % 8 * 24) + (i / 8)] = b[i];
        }

        Group.Barrier();
        var zero = default(FloatC16x8);
        var wide = HalfA16x16.LoadMatrix(left, 0, 24);
        var narrow = HalfA16x8.LoadMatrix(left, 0, 24);
        TensorCore.MultiplyAdd(wide, HalfB16x8.LoadMatrixRows(rows, 0, 8), zero).Store(d, 0, 8, 1);
        TensorCore.MultiplyAdd(wide, HalfB16x8.LoadMatrixColumns(columns, 0, 24), zero).Store(d, 128, 8, 1);
        TensorCore.MultiplyAdd(narrow, HalfB8x8.LoadMatrixRows(rows, 0, 8), zero).Store(d, 256, 8, 1);
        TensorCore.MultiplyAdd(narrow, HalfB8x8.LoadMatrixColumns(columns, 0, 24), zero).Store(d, 384, 8, 1);
    }

    /// <summary>A 16×8 by 8×8 product whose operands come by ldmatrix: A by rows, B by columns.</summary>
    public static void Tf32ThroughShared(ArrayView<float> a, ArrayView<float> b, ArrayView<float> d)
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(16 * 12);
        ArrayView<float> columns = SharedMemory.Allocate<float>(8 * 12);
        for (int i = Warp.LaneIdx; i < 128; i += 32)
        {
            left[(i / 8 * 12) + (i % 8)] = a[i];
        }

        for (int i = Warp.LaneIdx; i < 64; i += 32)
        {
            columns[(i % 8 * 12) + (i / 8)] = b[i];
        }

        Group.Barrier();
        TensorCore.MultiplyAdd(Tf32A16x8.LoadMatrix(left, 0, 12), Tf32B8x8.LoadMatrixColumns(columns, 0, 12), default(FloatC16x8)).Store(d, 0, 8, 1);
    }

    /// <summary>As <see cref="HalfThroughShared"/>, in bfloat16.</summary>
    public static void BFloat16ThroughShared(ArrayView<BFloat16> a, ArrayView<BFloat16> b, ArrayView<float> d)
    {
        ArrayView<BFloat16> left = SharedMemory.Allocate<BFloat16>(16 * 24);
        ArrayView<BFloat16> rows = SharedMemory.Allocate<BFloat16>(16 * 8);
        ArrayView<BFloat16> columns = SharedMemory.Allocate<BFloat16>(8 * 24);
        for (int i = Warp.LaneIdx; i < 256; i += 32)
        {
            left[(i / 16 * 24) + (i % 16)] = a[i];
        }

        for (int i = Warp.LaneIdx; i < 128; i += 32)
        {
            rows[i] = b[i];
            columns[(i % 8 * 24) + (i / 8)] = b[i];
        }

        Group.Barrier();
        var zero = default(FloatC16x8);
        var wide = BFloat16A16x16.LoadMatrix(left, 0, 24);
        var narrow = BFloat16A16x8.LoadMatrix(left, 0, 24);
        TensorCore.MultiplyAdd(wide, BFloat16B16x8.LoadMatrixRows(rows, 0, 8), zero).Store(d, 0, 8, 1);
        TensorCore.MultiplyAdd(wide, BFloat16B16x8.LoadMatrixColumns(columns, 0, 24), zero).Store(d, 128, 8, 1);
        TensorCore.MultiplyAdd(narrow, BFloat16B8x8.LoadMatrixRows(rows, 0, 8), zero).Store(d, 256, 8, 1);
        TensorCore.MultiplyAdd(narrow, BFloat16B8x8.LoadMatrixColumns(columns, 0, 24), zero).Store(d, 384, 8, 1);
    }
}
