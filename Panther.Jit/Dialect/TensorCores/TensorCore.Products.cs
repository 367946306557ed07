namespace Panther.Jit.Dialect;

/// <content>A·B + C.</content>
public static partial class TensorCore
{
    /// <summary>Returns A·B + C: TF32, 16×4 by 4×8.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaTf32K4)]
    public static FloatC16x8 MultiplyAdd(Tf32A16x4 a, Tf32B4x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: TF32, 16×8 by 8×8.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaTf32K8)]
    public static FloatC16x8 MultiplyAdd(Tf32A16x8 a, Tf32B8x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: half precision, 16×8 by 8×8, summed in single precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaHalfK8)]
    public static FloatC16x8 MultiplyAdd(HalfA16x8 a, HalfB8x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: half precision, 16×16 by 16×8, summed in single precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaHalfK16)]
    public static FloatC16x8 MultiplyAdd(HalfA16x16 a, HalfB16x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: half precision, 16×8 by 8×8, summed in half precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaHalfSumK8)]
    public static HalfC16x8 MultiplyAdd(HalfA16x8 a, HalfB8x8 b, HalfC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: half precision, 16×16 by 16×8, summed in half precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaHalfSumK16)]
    public static HalfC16x8 MultiplyAdd(HalfA16x16 a, HalfB16x8 b, HalfC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: bfloat16, 16×8 by 8×8, summed in single precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaBFloat16K8)]
    public static FloatC16x8 MultiplyAdd(BFloat16A16x8 a, BFloat16B8x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: bfloat16, 16×16 by 16×8, summed in single precision.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaBFloat16K16)]
    public static FloatC16x8 MultiplyAdd(BFloat16A16x16 a, BFloat16B16x8 b, FloatC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: double precision, 8×4 by 4×8; IEEE arithmetic.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaDoubleM8K4)]
    public static DoubleC8x8 MultiplyAdd(DoubleA8x4 a, DoubleB4x8 b, DoubleC8x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: double precision, 16×4 by 4×8; IEEE arithmetic; needs <c>DeviceFeature.TensorCoresFloat64</c>.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaDoubleK4)]
    public static DoubleC16x8 MultiplyAdd(DoubleA16x4 a, DoubleB4x8 b, DoubleC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: double precision, 16×8 by 8×8; IEEE arithmetic; needs <c>DeviceFeature.TensorCoresFloat64</c>.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaDoubleK8)]
    public static DoubleC16x8 MultiplyAdd(DoubleA16x8 a, DoubleB8x8 b, DoubleC16x8 c) => throw OnlyInKernels();

    /// <summary>Returns A·B + C: double precision, 16×16 by 16×8; IEEE arithmetic; needs <c>DeviceFeature.TensorCoresFloat64</c>.</summary>
    /// <param name="a">The fragment of A.</param>
    /// <param name="b">The fragment of B.</param>
    /// <param name="c">The fragment of C.</param>
    [DeviceIntrinsic(IR.DeviceOp.MmaDoubleK16)]
    public static DoubleC16x8 MultiplyAdd(DoubleA16x16 a, DoubleB16x8 b, DoubleC16x8 c) => throw OnlyInKernels();
}
