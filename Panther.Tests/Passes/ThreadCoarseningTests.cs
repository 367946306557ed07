using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;
using Panther.Tests.Ptx;

namespace Panther.Tests.Passes;

/// <summary>Kernels whose threads do several indices at once.</summary>
public sealed unsafe class ThreadCoarseningTests
{
    private const int Threads = 4;
    private const int Room = 96;

    private static TargetInfo Target { get; } = new(32) { WideAccessBytes = 16, ConvertsFloat16 = true, ConvertsBFloat16 = true };

    [Fact]
    public void Emit_Scale_GivesTheText() => Assert.Equal(
        """
        // Scale

        .version 9.0
        .target sm_90a
        .address_size 64

        .visible .entry Scale(
            .param .u32 param0_index_X,
            .param .u64 param1_x_pointer,
            .param .u64 param2_x_length,
            .param .f32 param3_factor)
        {
            .reg .pred %p<6>;
            .reg .b32 %r<7>;
            .reg .b64 %rd<16>;
            .reg .f32 %f<12>;

            ld.param.u32 %r1, [param0_index_X];
            ld.param.u64 %rd1, [param1_x_pointer];
            ld.param.f32 %f1, [param3_factor];
            mov.u32 %r2, %ctaid.x;
            mov.u32 %r3, %ntid.x;
            mov.u32 %r4, %tid.x;
            cvt.s64.s32 %rd2, %r3;
            cvt.s64.s32 %rd3, %r4;
            shl.b64 %rd4, %rd2, 2;
            cvt.s64.s32 %rd5, %r2;
            mul.lo.s64 %rd6, %rd5, %rd4;
            add.s64 %rd7, %rd6, %rd4;
            cvt.s64.s32 %rd8, %r1;
            setp.le.s64 %p1, %rd7, %rd8;
            and.b64 %rd9, %rd1, 15;
            setp.eq.s64 %p2, %rd9, 0;
            and.pred %p3, %p1, %p2;
            @!%p3 bra $B1;
            shl.b64 %rd10, %rd3, 2;
            add.s64 %rd11, %rd6, %rd10;
            cvt.u32.u64 %r5, %rd11;
            mad.wide.s32 %rd12, %r5, 4, %rd1;
            ld.global.v4.f32 {%f2, %f3, %f4, %f5}, [%rd12];
            mul.rn.f32 %f6, %f2, %f1;
            mul.rn.f32 %f7, %f3, %f1;
            mul.rn.f32 %f8, %f4, %f1;
            mul.rn.f32 %f9, %f5, %f1;
            st.global.v4.f32 [%rd12], {%f6, %f7, %f8, %f9};
            bra $B3;
        $B1:
            add.s64 %rd13, %rd6, %rd3;
            min.s64 %rd14, %rd7, %rd8;
            setp.lt.s64 %p4, %rd13, %rd14;
            @!%p4 bra $B3;
        $B2:
            cvt.u32.u64 %r6, %rd13;
            mad.wide.s32 %rd15, %r6, 4, %rd1;
            ld.global.f32 %f10, [%rd15];
            mul.rn.f32 %f11, %f10, %f1;
            st.global.f32 [%rd15], %f11;
            add.s64 %rd13, %rd13, %rd2;
            setp.lt.s64 %p5, %rd13, %rd14;
            @%p5 bra $B2;
        $B3:
            ret;
        }

        """,
        PtxBackend.Emit(Compile(nameof(Scale)), PtxText.Hopper).Text);

    [Fact]
    public void Emit_EightHalves_MovesWordsOfTwo()
    {
        string[] body = PtxText.Body(PtxBackend.Emit(Compile(nameof(AddHalves)), PtxText.Hopper).Text);
        Assert.Equal(2, body.Count(l => l.StartsWith("ld.global.v4.b32", StringComparison.Ordinal)));
        Assert.Equal(1, body.Count(l => l.StartsWith("st.global.v4.b32", StringComparison.Ordinal)));
        Assert.Equal(8, body.Count(l => l.StartsWith("mov.b32 {%h", StringComparison.Ordinal)));
    }

    [Fact]
    public void Emit_StructOfEightHalves_IsOneAccess()
    {
        string[] body = PtxText.Body(PtxBackend.Emit(Compile(nameof(Copy)), PtxText.Hopper).Text);
        Assert.Equal(1, body.Count(l => l.StartsWith("ld.global", StringComparison.Ordinal)));
        Assert.Equal(1, body.Count(l => l.StartsWith("st.global.v4.b32", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(nameof(Scale), 4)]
    [InlineData(nameof(ScaleLong), 4)]
    [InlineData(nameof(AddHalves), 8)]
    [InlineData(nameof(Widen), 4)]
    [InlineData(nameof(Bytes), 8)]
    [InlineData(nameof(Shift), 4)]
    [InlineData(nameof(Gather), 4)]
    [InlineData(nameof(Clamp), 2)]
    public void Run_NeighbouringAccesses_GivesAThreadSeveralIndices(string kernel, int count) => Assert.Equal(count, Compile(kernel).IndicesPerThread);

    [Theory]
    [InlineData(nameof(Strided))]
    [InlineData(nameof(Stencil))]
    [InlineData(nameof(Transposed))]
    [InlineData(nameof(Counted))]
    [InlineData(nameof(Conditional))]
    [InlineData(nameof(ByThread))]
    [InlineData(nameof(ByLocalArray))]
    public void Run_OtherAccessesOrControlFlow_LeavesTheKernel(string kernel) => Assert.Equal(1, Compile(kernel).IndicesPerThread);

    [Theory]
    [InlineData(nameof(Scale), typeof(float), typeof(float))]
    [InlineData(nameof(ScaleLong), typeof(float), typeof(float))]
    [InlineData(nameof(AddHalves), typeof(Half), typeof(Half))]
    [InlineData(nameof(Widen), typeof(float), typeof(double))]
    [InlineData(nameof(Bytes), typeof(byte), typeof(short))]
    [InlineData(nameof(Shift), typeof(int), typeof(int))]
    [InlineData(nameof(Clamp), typeof(double), typeof(double))]
    public void Run_EveryExtentAndAlignment_ComputesWhatOneThreadEachComputes(string kernel, Type x, Type y)
    {
        KernelFunction coarse = Compile(kernel);
        KernelFunction plain = Compile(kernel, new TargetInfo(32));
        int[] extents = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65];
        foreach (int extent in extents)
        {
            foreach ((int skipX, int skipY) in ((int, int)[])[(0, 0), (1, 0), (0, 1), (3, 5)])
            {
                byte[] expected = Interpret(plain, extent, 1, x, y, skipX, skipY);
                byte[] actual = Interpret(coarse, extent, coarse.IndicesPerThread, x, y, skipX, skipY);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{kernel}: extent {extent}, views at {skipX} and {skipY}.");
            }
        }
    }

    private static void Scale(Index1D index, ArrayView<float> x, float factor) => x[index] *= factor;

    private static void ScaleLong(LongIndex1D index, ArrayView<float> x, ArrayView<float> y, float factor) => y[index] = x[index] * factor;

    private static void AddHalves(Index1D index, ArrayView<Half> x, ArrayView<Half> y) => y[index] += x[index];

    private static void Widen(Index1D index, ArrayView<float> x, ArrayView<double> y) => y[index] = x[index];

    private static void Bytes(Index1D index, ArrayView<byte> x, ArrayView<short> y) => y[index] = (short)(x[index] * y[index]);

    private static void Shift(Index1D index, ArrayView<int> x, ArrayView<int> y) => y[index + 4] = x[index + 8] + (x[3] * index);

    private static void Gather(Index1D index, ArrayView<int> x, ArrayView<float> y, ArrayView<float> z) => z[index] = y[x[index]];

    private static void Clamp(Index1D index, ArrayView<double> x, ArrayView<double> y) => y[index] = Math.Clamp(x[index], -2, 3);

    private static void Strided(Index1D index, ArrayView<float> x, int step) => x[index * step] = 1;

    private static void Stencil(Index1D index, ArrayView<float> x, ArrayView<float> y) => y[index] = x[index] + x[index + 1];

    private static void Transposed(Index1D index, ArrayView<float> x, ArrayView<float> y, int columns) => y[index] = x[((index % columns) * columns) + (index / columns)];

    private static void Counted(Index1D index, ArrayView<int> x, ArrayView<int> y) => y[index] = Atomic.Add(ref x[0], 1);

    private static void Conditional(Index1D index, ArrayView<float> x, ArrayView<float> y)
    {
        if (x[index] > 0)
        {
            y[index] = x[index];
        }
    }

    private static void ByThread(Index1D index, ArrayView<float> x) => x[index] = Group.IdxX;

    private static void ByLocalArray(Index1D index, ArrayView<int> x)
    {
        int[] local = new int[8];
        local[x[index] & 7] = 1;
        x[index] = local[3];
    }

    private static void Copy(Index1D index, ArrayView<Eight> x, ArrayView<Eight> y) => y[index] = x[index];

    private static KernelFunction Compile(string kernel, TargetInfo? target = null)
    {
        MethodInfo method = typeof(ThreadCoarseningTests).GetMethod(kernel, BindingFlags.Static | BindingFlags.NonPublic)!;
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(method, new Dictionary<int, object>()), target ?? Target);
        PassPipeline.Run(function, target ?? Target, new PassOptions { Verify = true });
        return function;
    }

    /// <summary>Runs a kernel of one or two views, a number of elements into aligned memory, and returns the memory.</summary>
    private static byte[] Interpret(KernelFunction function, int extent, int indicesPerThread, Type x, Type y, int skipX, int skipY)
    {
        const nuint Bytes = Room * sizeof(long);
        byte* memory = (byte*)NativeMemory.AlignedAlloc(2 * Bytes, 64);
        for (int i = 0; i < (int)(2 * Bytes); i++)
        {
            memory[i] = (byte)((i * 37) % 61);
        }

        try
        {
            var leaves = new List<object> { function.Parameters[0].Type == IrType.Int64 ? (object)(long)extent : extent };
            foreach ((Type type, int skip, nuint start) in ((Type, int, nuint)[])[(x, skipX, 0), (y, skipY, Bytes)])
            {
                if (leaves.Count + 1 < function.Parameters.Count && function.Parameters[leaves.Count].Type.IsPointer)
                {
                    leaves.Add((nint)(memory + start + (skip * TypeLayout.Of(type).Size)));
                    leaves.Add((long)(Room - skip));
                }
            }

            if (leaves.Count < function.Parameters.Count)
            {
                leaves.Add(1.5f);
            }

            int groups = ((extent - 1) / (Threads * indicesPerThread)) + 1;
            IrInterpreter.Run(function, Target, new KernelConfig(Math.Max(groups, 1), Threads), ParameterBytes.Of(function, [.. leaves]));
            return new ReadOnlySpan<byte>(memory, (int)(2 * Bytes)).ToArray();
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [InlineArray(8)]
    private struct Eight
    {
        private Half first;
    }
}
