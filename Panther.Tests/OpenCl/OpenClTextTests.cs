using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Tests.Engine;
using Panther.Tests.Ptx;

namespace Panther.Tests.OpenCl;

/// <summary>The text of a few kernels, as a person would write it.</summary>
public class OpenClTextTests
{
    private static readonly OpenClTarget Target = new("a device", new Version(1, 2)) { Float64 = true, CorrectlyRoundedDivideSqrt = true };

    [Fact]
    public void Emit_ScaledSum_GivesTheText() => Assert.Equal(
        """
        // Blas.Axpy

        #pragma OPENCL FP_CONTRACT OFF

        __kernel void Blas_Axpy(
            int extent,
            __global uchar* x_buffer,
            ulong x_offset,
            __global uchar* y_buffer,
            ulong y_offset,
            float alpha)
        {
            __global const float* x = (__global const float*)(x_buffer + x_offset);
            __global float* y = (__global float*)(y_buffer + y_offset);
            const long x_1 = get_global_id(0);
            if (x_1 < extent)
            {
                y[x_1] = fma(alpha, x[x_1], y[x_1]);
            }
        }

        """,
        OpenClBackend.Emit(
            IrParser.Parse("""
                kernel Blas.Axpy(i32 %extent, ptr.global %x, ptr.global %y, f32 %alpha)
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
            Target).Text);

    [Fact]
    public void Emit_CountedLoop_IsAForLoop() => AssertBody(
        ControlFlowKernels.Sum,
        """
        {
            __global const uint* left = (__global const uint*)(left_buffer + left_offset);
            __global const uint* right = (__global const uint*)(right_buffer + right_offset);
            __global uint* output = (__global uint*)(output_buffer + output_offset);
            const int localX = get_local_id(0);
            const uint n1 = left[localX];
            const int n2 = n1 & 63;
            uint n3 = right[localX];
            for (int i = 0; i < n2; i++)
            {
                n3 += i * n1;
            }
            output[localX] = n3;
        }
        """);

    [Fact]
    public void Emit_NestedLoopsWithAWayOutOfBoth_NeedsNoGoto() => AssertBody(
        ControlFlowKernels.Nested,
        """
        {
            __global const int* left = (__global const int*)(left_buffer + left_offset);
            __global const int* right = (__global const int*)(right_buffer + right_offset);
            __global int* output = (__global int*)(output_buffer + output_offset);
            const int localX = get_local_id(0);
            const int n1 = left[localX] & 7;
            const int n2 = right[localX] & 7;
            int i = 0;
            int n3 = 0;
            bool b1 = false;
            bool b2;
            int n7;
            while (true)
            {
                if (i >= n1)
                {
                    n7 = n3;
                    b2 = b1;
                    break;
                }
                int n4 = n3;
                bool leaves = false;
                for (int j = 0; j < n2; j++)
                {
                    int n6;
                    if (b1)
                    {
                        n6 = (uint)n4 + j;
                    }
                    else
                    {
                        const int n5 = (uint)n4 - i;
                        if (n5 > 40)
                        {
                            n7 = n5;
                            b2 = true;
                            leaves = true;
                            break;
                        }
                        n6 = n5;
                    }
                    n4 = n6;
                }
                if (leaves)
                {
                    break;
                }
                n3 = n4 ^ i;
                b1 = !b1;
                i++;
            }
            output[localX] = b2 ? n7 : -1;
        }
        """);

    /// <summary>Two variables that trade places need a third.</summary>
    [Fact]
    public void Emit_Swap_SavesOneVariable() => AssertBody(
        ControlFlowKernels.Swap,
        """
        {
            __global const uint* left = (__global const uint*)(left_buffer + left_offset);
            __global const uint* right = (__global const uint*)(right_buffer + right_offset);
            __global uint* output = (__global uint*)(output_buffer + output_offset);
            const int localX = get_local_id(0);
            const uint n1 = left[localX];
            const int n2 = n1 & 7;
            int i = 0;
            uint n3 = n1;
            uint n4 = right[localX];
            while (true)
            {
                const int n5 = i + 1;
                if (n5 >= n2)
                {
                    break;
                }
                i = n5;
                const uint n3_before = n3;
                n3 = n4;
                n4 = n3_before;
            }
            output[localX] = n3 * 3 - n4;
        }
        """);

    /// <summary>Arrays start as zeros, and are indexed by elements.</summary>
    [Fact]
    public void Emit_LocalArrays_AreTyped() => AssertBody(
        ControlFlowKernels.LocalArray,
        """
        {
            __global const int* left = (__global const int*)(left_buffer + left_offset);
            __global const int* right = (__global const int*)(right_buffer + right_offset);
            __global uint* output = (__global uint*)(output_buffer + output_offset);
            const int localX = get_local_id(0);
            const int n1 = left[localX];
            const int n2 = right[localX];
            int few[7] = { 0 };
            int many[100] = { 0 };
            few[(n1 & 3) + 2] = n2;
            many[(n2 & 63) + 4] = n1;
            output[localX] = (uint)few[3] * 7 + many[11];
        }
        """);

    [Fact]
    public void Emit_SameKernelTwice_GivesSameText()
    {
        foreach (KernelFunction kernel in OperationKernels.All.Where((_, i) => i % 7 == 0).Concat(ControlFlowKernels.All))
        {
            OpenClTarget target = Target with { Int64Atomics = true };
            Assert.Equal(OpenClBackend.Emit(kernel, target).Text, OpenClBackend.Emit(kernel, target).Text);
        }
    }

    [Fact]
    public void Emit_DoubleOnADeviceWithout_NamesKernelFeatureAndDevice() => AssertRefused(
        Target with { Float64 = false },
        """
        kernel Blas.Twice(ptr.global %a)
        {
        b0:
            %0 = load f64 %a
            %1 = add f64 %0, %0
            store f64 %a, %1
            return
        }
        """,
        "Blas.Twice computes in double, which a device does not offer (cl_khr_fp64); use float, or another device.");

    [Fact]
    public void Emit_WideAtomicOnADeviceWithout_NamesKernelFeatureAndDevice() => AssertRefused(
        Target,
        """
        kernel Count(ptr.global %a)
        {
        b0:
            %0 = atomic.add i64 %a, 1
            return
        }
        """,
        "Count: a device does not offer atomic operations on 64 bits (cl_khr_int64_base_atomics, cl_khr_int64_extended_atomics) in OpenCL C; use 32 bits.");

    [Fact]
    public void Emit_JumpIntoALoop_IsRefused() => AssertRefused(
        Target,
        """
        kernel Irreducible(ptr.global %a, bool %c)
        {
        b0:
            branch %c ? b1 : b2
        b1:
            store i32 %a, 1
            branch b2
        b2:
            store i32 %a, 2
            branch %c ? b1 : b3
        b3:
            return
        }
        """,
        "Irreducible: the kernel jumps into the middle of a loop, which OpenCL C has no statement for; write the loop without goto.");

    [Fact]
    public void Emit_Parameters_FollowTheBlock()
    {
        OpenClModule module = OpenClBackend.Emit(ControlFlowKernels.LargeShared, Target);
        Assert.Equal(
            ["left_buffer Buffer 0", "left_offset BufferOffset 0", "right_buffer Buffer 8", "right_offset BufferOffset 8", "output_buffer Buffer 16", "output_offset BufferOffset 16"],
            module.Parameters.Select(p => $"{p.Name} {p.Kind} {p.BlockOffset}"));
        Assert.Equal(256 + 65536, module.StaticSharedBytes);
    }

    private static void AssertBody(KernelFunction kernel, string expected)
    {
        string text = OpenClBackend.Emit(kernel, Target).Text;
        string body = text[text.IndexOf("\n{\n", StringComparison.Ordinal)..];
        Assert.Equal(expected.ReplaceLineEndings("\n"), body.Trim('\n'));
    }

    private static void AssertRefused(OpenClTarget target, string kernel, string message) =>
        Assert.Equal(message, Assert.Throws<KernelCompilationException>(() => OpenClBackend.Emit(IrParser.Parse(kernel), target)).Message);
}
