using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Tests.Runtime;

/// <summary>Hand-written PTX for tests of the runtime alone. Parameters: a view of floats (address, length) and a float.</summary>
internal static class CudaPtx
{
    /// <summary>Multiplies every element of the view by the float.</summary>
    public const string Scale = """
        .version 7.0
        .target sm_60
        .address_size 64
        .visible .entry scale(.param .u64 data, .param .u64 length, .param .f32 factor)
        {
            .reg .pred %p;
            .reg .b32 %r<4>;
            .reg .b64 %d<5>;
            .reg .f32 %f<3>;
            mov.u32 %r0, %ctaid.x;
            mov.u32 %r1, %ntid.x;
            mov.u32 %r2, %tid.x;
            mad.lo.u32 %r3, %r0, %r1, %r2;
            cvt.u64.u32 %d0, %r3;
            ld.param.u64 %d1, [length];
            setp.ge.u64 %p, %d0, %d1;
            @%p bra DONE;
            ld.param.u64 %d2, [data];
            cvta.to.global.u64 %d3, %d2;
            shl.b64 %d4, %d0, 2;
            add.u64 %d3, %d3, %d4;
            ld.param.f32 %f0, [factor];
            ld.global.f32 %f1, [%d3];
            mul.f32 %f2, %f1, %f0;
            st.global.f32 [%d3], %f2;
        DONE:
            ret;
        }
        """;

    /// <summary>Thread 0 writes the launch's dynamic shared memory, as a float, to the first element of the view.</summary>
    public const string SharedSize = """
        .version 7.0
        .target sm_60
        .address_size 64
        .visible .entry shared_size(.param .u64 data, .param .u64 length, .param .f32 unused)
        {
            .reg .b32 %r<2>;
            .reg .b64 %d<2>;
            .reg .f32 %f<1>;
            mov.u32 %r0, %dynamic_smem_size;
            cvt.rn.f32.u32 %f0, %r0;
            ld.param.u64 %d0, [data];
            cvta.to.global.u64 %d1, %d0;
            st.global.f32 [%d1], %f0;
            ret;
        }
        """;

    /// <summary>A device object of the test's own whose every kernel is the given PTX.</summary>
    public static CudaDevice Device(string ptx, string entry, int sharedBytes = 0)
    {
        TestDevices.Cuda();
        CudaDevice device = DeviceSet.Discover(null).Devices.OfType<CudaDevice>().First();
        device.Compiler = new Compiler(ptx, entry, sharedBytes);
        return device;
    }

    /// <summary>The method whose place the PTX takes.</summary>
    public static void Kernel(ArrayView<float> data, float factor)
    {
    }

    private sealed class Compiler(string ptx, string entry, int sharedBytes) : IKernelCompiler
    {
        public CompiledKernel Compile(Device device, KernelRequest request)
            => ((CudaDevice)device).LoadPtx(ptx, entry, request.Name, sharedBytes);
    }
}
