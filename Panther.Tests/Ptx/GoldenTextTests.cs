using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;
using Panther.Tests.Engine;

namespace Panther.Tests.Ptx;

/// <summary>The whole text of a few kernels, as a person would write it.</summary>
public class GoldenTextTests
{
    [Fact]
    public void Emit_ScaledSum_GivesTheText() => Assert.Equal(
        """
        // Blas.Axpy

        .version 9.0
        .target sm_90a
        .address_size 64

        .visible .entry Blas_Axpy(
            .param .u32 param0_extent,
            .param .u64 param1_x,
            .param .u64 param2_x_length,
            .param .u64 param3_y,
            .param .f32 param4_alpha)
        .maxntid 256, 1, 1
        .minnctapersm 4
        {
            .reg .pred %p<2>;
            .reg .b32 %r<5>;
            .reg .b64 %rd<5>;
            .reg .f32 %f<4>;

            ld.param.u32 %r1, [param0_extent];
            ld.param.u64 %rd1, [param1_x];
            ld.param.u64 %rd2, [param3_y];
            ld.param.f32 %f1, [param4_alpha];
            mov.u32 %r2, %ctaid.x;
            mov.u32 %r3, %ntid.x;
            mov.u32 %r4, %tid.x;
            mad.lo.s32 %r4, %r2, %r3, %r4;
            setp.lt.s32 %p1, %r4, %r1;
            @!%p1 bra $B1;
            mad.wide.s32 %rd3, %r4, 4, %rd1;
            mad.wide.s32 %rd4, %r4, 4, %rd2;
            ld.global.nc.f32 %f2, [%rd3];
            ld.global.f32 %f3, [%rd4];
            fma.rn.f32 %f3, %f1, %f2, %f3;
            st.global.f32 [%rd4], %f3;
        $B1:
            ret;
        }

        """,
        PtxBackend.Emit(
            IrParser.Parse("""
                kernel Blas.Axpy(i32 %extent, ptr.global %x, i64 %x.length, ptr.global %y, f32 %alpha)
                {
                b0:
                    %0 = index groupX
                    %1 = index groupDimX
                    %2 = mul i32 %0, %1
                    %3 = index threadX
                    %4 = add i32 %2, %3
                    %5 = compare.lessSigned i32 %4, %extent
                    branch %5 ? b1 : b2
                b1:
                    %6 = gep ptr.global %x + %4 * 4 + 0
                    %7 = gep ptr.global %y + %4 * 4 + 0
                    %8 = load.readonly f32 %6
                    %9 = load f32 %7
                    %10 = fma f32 %alpha, %8, %9
                    store f32 %7, %10
                    branch b2
                b2:
                    return
                }
                """),
            PtxText.Hopper with { MaxThreadsPerGroup = 256, MinGroupsPerMultiprocessor = 4 }).Text);

    /// <summary>What the reads bring into the cache is said of reads of global memory, and of nothing else.</summary>
    [Fact]
    public void Emit_CacheFetchBytes_AreSaidOfGlobalReads()
    {
        string[] body = PtxText.Body(PtxBackend.Emit(
            IrParser.Parse("""
                kernel add(ptr.global %x, ptr.global %y)
                {
                b0:
                    %0 = alloca ptr.shared tile size 4 align 4
                    %1 = load.readonly f32 %x
                    store f32 %0, %1
                    %2 = load f32 %0
                    %3 = load f32 %y
                    %4 = add f32 %2, %3
                    store f32 %y, %4
                    return
                }
                """),
            PtxText.Hopper with { CacheFetchBytes = 128 }).Text);
        Assert.Equal(
            ["ld.global.nc.L2::128B.f32", "ld.shared.f32", "ld.global.L2::128B.f32"],
            body.Select(line => line.Split(' ')[0]).Where(opcode => opcode.StartsWith("ld.", StringComparison.Ordinal) && !opcode.StartsWith("ld.param", StringComparison.Ordinal)));
    }

    /// <summary>Compute capability 8.0 and PTX 7.4 have the words for it.</summary>
    [Theory]
    [InlineData(9, 0, 13000, true)]
    [InlineData(8, 0, 11040, true)]
    [InlineData(8, 0, 11030, false)]
    [InlineData(7, 5, 13000, false)]
    public void EmitPtx_CacheFetchBytesOnOlderTargets_AreLeftOut(int major, int minor, int driver, bool isSaid)
    {
        KernelRequest request = WarmUpKernel.Request with { Options = new JitOptions { CacheFetchBytes = 256 } };
        string text = KernelCompiler.EmitPtx(CudaTarget.For(major, minor, driver), WarmUpKernel.WarpSize, request).Text;
        Assert.Equal(isSaid, text.Contains("ld.global.L2::256B", StringComparison.Ordinal));
        Assert.Equal(isSaid, text.Contains("L2::", StringComparison.Ordinal));
    }

    /// <summary>Constant parts of indices go into the accesses, and equal rests are computed once.</summary>
    [Fact]
    public void Emit_SharedTile_FoldsConstantOffsets() => Assert.Equal(
        [
            "ld.param.u64 %rd1, [param0_out];",
            "mov.u32 %r1, shared0_tile;",
            "mov.u32 %r2, %tid.x;",
            "mad.lo.s32 %r1, %r2, 16, %r1;",
            "ld.shared.v4.f32 {%f1, %f2, %f3, %f4}, [%r1+528];",
            "ld.shared.v4.f32 {%f5, %f6, %f7, %f8}, [%r1+1056];",
            "fma.rn.f32 %f9, %f1, %f8, 0f3F800000;",
            "st.global.f32 [%rd1+-8], %f9;",
            "ret;",
        ],
        PtxText.Body(PtxText.Of(IrParser.Parse("""
            kernel tile(ptr.global %out)
            {
            b0:
                %0 = alloca ptr.shared tile size 4096 align 16
                %1 = index threadX
                %2 = add i32 %1, 33
                %3 = gep ptr.shared %0 + %2 * 16 + 0
                %4 = load f32x4 %3
                %5 = add i32 %1, 60
                %6 = add i32 %5, 6
                %7 = convert.signExtend i32 %6 to i64
                %8 = gep ptr.shared %0 + %7 * 16 + 0
                %9 = load f32x4 %8
                %10 = lane %4[0]
                %11 = lane %9[3]
                %12 = fma f32 %10, %11, 0x3f800000
                %13 = gep ptr.global %out + -2 * 4 + 0
                store f32 %13, %12
                return
            }
            """))));

    /// <summary>Four doubles are 32 bytes, but an access has 16 at most; bools are bytes in memory and predicates in registers.</summary>
    [Fact]
    public void Emit_WideDoublesAndBools_SplitsAndConverts() => Assert.Equal(
        [
            "ld.param.u64 %rd1, [param0_a];",
            "ld.param.u8 %r1, [param1_flag];",
            "setp.ne.s32 %p1, %r1, 0;",
            "ld.global.v2.f64 {%fd1, %fd2}, [%rd1];",
            "ld.global.v2.f64 {%fd3, %fd4}, [%rd1+16];",
            "setp.ltu.f64 %p2, %fd1, %fd4;",
            "and.pred %p3, %p1, %p2;",
            "selp.u32 %r2, 1, 0, %p3;",
            "st.global.u8 [%rd1+40], %r2;",
            "st.global.v2.f64 [%rd1+64], {%fd4, %fd3};",
            "st.global.v2.f64 [%rd1+80], {%fd2, %fd1};",
            "ret;",
        ],
        PtxText.Body(PtxText.Of(IrParser.Parse("""
            kernel wide(ptr.global %a, bool %flag)
            {
            b0:
                %0 = load f64x4 %a
                %1 = lane %0[0]
                %2 = lane %0[1]
                %3 = lane %0[2]
                %4 = lane %0[3]
                %5 = compare.lessUnordered f64 %1, %4
                %6 = and bool %flag, %5
                %7 = gep ptr.global %a + 5 * 8 + 0
                store bool %7, %6
                %8 = vector f64x4 %4, %3, %2, %1
                %9 = gep ptr.global %a + 0 * 1 + 64
                store f64x4 %9, %8
                return
            }
            """))));

    [Fact]
    public void Emit_HalfArithmetic_SaysWhatToWriteInstead()
    {
        KernelFunction kernel = IrParser.Parse("""
            kernel Half.Twice(ptr.global %a)
            {
            b0:
                %0 = load f16 %a
                %1 = add f16 %0, %0
                store f16 %a, %1
                return
            }
            """);
        var exception = Assert.Throws<KernelCompilationException>(() => PtxText.Of(kernel));
        Assert.Equal("Half.Twice: the PTX backend does not offer arithmetic on values of type f16; convert to float first and back afterwards.", exception.Message);
    }

    [Fact]
    public void Emit_DebugLines_NamesFilesAndLines()
    {
        KernelFunction kernel = IrParser.Parse("""
            kernel lines(ptr.global %a)
            {
            b0:
                %0 = load i32 %a
                %1 = add i32 %0, 1
                store i32 %a, %1
                return
            }
            """);
        foreach ((Instruction instruction, int line) in kernel.Entry.Instructions.Zip([7, 7, 9, 10]))
        {
            instruction.Location = new SourceLocation("C:\\kernels\\A.cs", line);
        }

        string text = PtxBackend.Emit(kernel, PtxText.Hopper with { DebugLines = true }).Text;
        Assert.Contains(".file 1 \"C:/kernels/A.cs\"", text);
        Assert.Contains("    .loc 1 7 0\n    ld.global.u32 %r1, [%rd1];\n    add.s32 %r2, %r1, 1;\n    .loc 1 9 0\n    st.global.u32 [%rd1], %r2;", text);
    }
}
