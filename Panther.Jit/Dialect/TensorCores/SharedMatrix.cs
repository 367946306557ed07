namespace Panther.Jit.Dialect;

/// <summary>Where an operand of a <see cref="WarpGroup"/> product lies in shared memory: the matrix descriptor of the PTX instruction set.</summary>
public struct SharedMatrix
{
    private const int AddressBits = 0x3FFFF;

    /// <summary>The descriptor's bits.</summary>
    public ulong Bits;

    /// <summary>Describes a matrix whose rows run along K (A by rows, B by columns), or, for the transposed operands, along M or N.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="start">The first element, at a multiple of 16 bytes without swizzle and of 8 rows with it.</param>
    /// <param name="leadingBytes">Without swizzle, the bytes from a block of 8 rows by 16 bytes to the next along the row; with it unused for rows along K.</param>
    /// <param name="strideBytes">The bytes from 8 rows to the next 8.</param>
    /// <param name="swizzle">How the rows are mixed.</param>
    public static SharedMatrix At<T>(ref T start, int leadingBytes, int strideBytes, SharedSwizzle swizzle)
        where T : unmanaged
        => new()
        {
            Bits = Field(Address(ref start), 0) | Field((uint)leadingBytes, 16) | Field((uint)strideBytes, 32) | ((ulong)swizzle << 62),
        };

    /// <summary>Returns the descriptor of what lies some bytes on, inside the same rows when swizzled.</summary>
    /// <param name="bytes">The distance, a multiple of 16.</param>
    public readonly SharedMatrix Advance(int bytes) => new() { Bits = Bits + (uint)(bytes >> 4) };

    private static ulong Field(uint bytes, int shift) => (ulong)((bytes & AddressBits) >> 4) << shift;

    [DeviceIntrinsic(IR.DeviceOp.SharedAddress)]
    private static uint Address<T>(ref T start)
        where T : unmanaged
        => throw TensorCore.OnlyInKernels();
}
