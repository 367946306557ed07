using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Tests.Frontend.Kernels;

namespace Panther.Tests.Frontend;

/// <summary>A buffer is filled by .NET and read by kernels, so both must lay structs out alike.</summary>
public class TypeLayoutTests
{
    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    internal struct Packed
    {
        public byte A;
        public double B;
        public int C;
    }

    [StructLayout(LayoutKind.Sequential, Size = 40)]
    internal struct Padded
    {
        public short A;
        public float B;
    }

    internal struct Empty;

    internal record struct Nested(byte A, Packed B, (short, long) C, Empty D, bool E);

    [Fact]
    public void Of_SequentialStructs_HasTheSizeOfDotNet()
    {
        AssertSize<Packed>();
        AssertSize<Padded>();
        AssertSize<Empty>();
        AssertSize<Nested>();
        AssertSize<StructKernels.Mixed>();
        AssertSize<StructKernels.Union>();
        AssertSize<StructKernels.Buffered>();
        AssertSize<StructKernels.Five>();
        AssertSize<Index3D>();
        AssertSize<int?>();
        AssertSize<Guid>();
    }

    [Fact]
    public void Of_Tuples_LiesAsDotNetChooses()
    {
        (byte A, double B, int C) mixed = default;
        AssertOffsets(ref mixed, ref mixed.A, ref mixed.B, ref mixed.C);
        (short A, byte B, (byte, long) C) nested = default;
        AssertOffsets(ref nested, ref nested.A, ref nested.B, ref nested.C);
        (bool A, char B, float C) small = default;
        AssertOffsets(ref small, ref small.A, ref small.B, ref small.C);
        AssertSize<((byte, int) A, byte B, double C)>();
        AssertSize<(byte, (int, byte), (short, byte, float), long)>();
    }

    [Fact]
    public void WideLanes_EqualScalars_AreOneVector()
    {
        Assert.Equal(4, TypeLayout.Of(typeof(StructKernels.Vector4)).WideLanes);
        Assert.Equal(2, TypeLayout.Of(typeof((double, double))).WideLanes);
        Assert.Equal(4, TypeLayout.Of(typeof((long, long, long, long))).WideLanes);
        Assert.Equal(4, TypeLayout.Of(typeof(System.Numerics.Vector4)).WideLanes);
        Assert.Equal(0, TypeLayout.Of(typeof((float, float, float))).WideLanes);
        Assert.Equal(0, TypeLayout.Of(typeof((float, int))).WideLanes);
        Assert.Equal(0, TypeLayout.Of(typeof((byte, byte))).WideLanes);
    }

    [Fact]
    public void Of_View_IsPointerAndLength() => Assert.Equal(
        [new LayoutLeaf(0, IrType.Pointer(AddressSpace.Generic)), new LayoutLeaf(8, IrType.Int64)],
        TypeLayout.Of(typeof(ArrayView<float>)).Leaves);

    private static void AssertSize<T>() => Assert.Equal(Unsafe.SizeOf<T>(), TypeLayout.Of(typeof(T)).Size);

    private static void AssertOffsets<TTuple, T1, T2, T3>(ref TTuple tuple, ref T1 a, ref T2 b, ref T3 c)
    {
        AssertSize<TTuple>();
        TypeLayout layout = TypeLayout.Of(typeof(TTuple));
        Assert.Equal(Distance(ref tuple, ref a), layout.Field(typeof(TTuple).GetField("Item1")!).Offset);
        Assert.Equal(Distance(ref tuple, ref b), layout.Field(typeof(TTuple).GetField("Item2")!).Offset);
        Assert.Equal(Distance(ref tuple, ref c), layout.Field(typeof(TTuple).GetField("Item3")!).Offset);
    }

    private static long Distance<TFrom, TTo>(ref TFrom from, ref TTo to) =>
        Unsafe.ByteOffset(ref Unsafe.As<TFrom, byte>(ref from), ref Unsafe.As<TTo, byte>(ref to));
}
