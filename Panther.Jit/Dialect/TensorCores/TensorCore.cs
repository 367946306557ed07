namespace Panther.Jit.Dialect;

/// <summary>
/// Matrix products by the tensor cores, one warp at a time: all lanes of a full warp call together and pass fragments, of which each lane holds a part.
/// </summary>
/// <remarks>
/// Only for devices with <c>DeviceFeature.TensorCores</c>; elsewhere compiling the kernel throws <c>KernelCompilationException</c>.
/// A product sums in an order, and with intermediate roundings, that the device does not specify; the accumulator is at least as wide as its type says.
/// In the documentation of fragments <c>g</c> is the lane divided by 4 and <c>t</c> the lane modulo 4.
/// </remarks>
public static partial class TensorCore
{
    /// <summary>Rounds to TF32 (10 bits of fraction), to the nearest, ties away from zero.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The rounded number's bits, as the TF32 fragments hold them: those of a <see cref="float"/>.</returns>
    [DeviceIntrinsic(IR.DeviceOp.ToTf32)]
    public static uint ToTf32(float value) => throw OnlyInKernels();

    /// <summary>Rounds two numbers to half precision, to the nearest, ties to even, and packs them.</summary>
    /// <param name="low">The element of the lower row or column.</param>
    /// <param name="high">The element after it.</param>
    [DeviceIntrinsic(IR.DeviceOp.PackHalf)]
    public static uint PackHalf(float low, float high) => throw OnlyInKernels();

    /// <summary>Rounds two numbers to bfloat16, to the nearest, ties to even, and packs them.</summary>
    /// <param name="low">The element of the lower row or column.</param>
    /// <param name="high">The element after it.</param>
    [DeviceIntrinsic(IR.DeviceOp.PackBFloat16)]
    public static uint PackBFloat16(float low, float high) => throw OnlyInKernels();

    /// <summary>Packs two halves.</summary>
    /// <param name="low">The element of the lower row or column.</param>
    /// <param name="high">The element after it.</param>
    public static uint Pack(Half low, Half high) => BitConverter.HalfToUInt16Bits(low) | ((uint)BitConverter.HalfToUInt16Bits(high) << 16);

    /// <summary>Packs two numbers.</summary>
    /// <param name="low">The element of the lower row or column.</param>
    /// <param name="high">The element after it.</param>
    public static uint Pack(BFloat16 low, BFloat16 high) => low.ToBits() | ((uint)high.ToBits() << 16);

    /// <summary>Returns the first half of a pair.</summary>
    /// <param name="pair">The pair.</param>
    public static Half Low(uint pair) => BitConverter.UInt16BitsToHalf((ushort)pair);

    /// <summary>Returns the second half of a pair.</summary>
    /// <param name="pair">The pair.</param>
    public static Half High(uint pair) => BitConverter.UInt16BitsToHalf((ushort)(pair >> 16));

    internal static NotSupportedException OnlyInKernels() =>
        new("Tensor cores, asynchronous copies and barriers in shared memory have no meaning outside a compiled kernel.");

    /// <summary>Gets the lane divided by 4, <c>g</c> of the layouts.</summary>
    internal static int Quad => Warp.LaneIdx >> 2;

    /// <summary>Gets the lane modulo 4, <c>t</c> of the layouts.</summary>
    internal static int InQuad => Warp.LaneIdx & 3;
}
