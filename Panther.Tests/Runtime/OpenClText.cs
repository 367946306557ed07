using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Runtime;

/// <summary>Hand-written OpenCL C for tests of the runtime alone. Parameters: a view of floats and a float.</summary>
internal static class OpenClText
{
    /// <summary>Multiplies every element of the view by the float.</summary>
    public const string Scale = """
        __kernel void entry(__global uchar* data, ulong offset, long length, float factor)
        {
            size_t i = get_global_id(0);
            if ((long)i < length)
            {
                ((__global float*)(data + offset))[i] *= factor;
            }
        }
        """;

    /// <summary>Fills the dynamic shared memory and writes its size, as a float, to the first element of the view.</summary>
    public const string SharedSize = """
        __kernel void entry(__global uchar* data, ulong offset, long length, float unused, __local uchar* shared, int bytes)
        {
            for (int i = get_local_id(0); i < bytes; i += get_local_size(0))
            {
                shared[i] = 1;
            }

            barrier(CLK_LOCAL_MEM_FENCE);
            if (get_local_id(0) == 0)
            {
                int sum = 0;
                for (int i = 0; i < bytes; i++)
                {
                    sum += shared[i];
                }

                ((__global float*)(data + offset))[0] = sum;
            }
        }
        """;

    private static readonly OpenClParameter[] Arguments =
    [
        new("data", OpenClParameterKind.Buffer, 0, 0),
        new("offset", OpenClParameterKind.BufferOffset, 0, 8),
        new("length", OpenClParameterKind.Scalar, 8, 8),
        new("factor", OpenClParameterKind.Scalar, 16, 4),
    ];

    /// <summary>A device object of the test's own whose every kernel is the given text.</summary>
    public static OpenClDevice Device(string text, bool hasDynamicShared = false)
    {
        string id = TestDevice.Get("opencl").Id;
        OpenClDevice device = (OpenClDevice)DeviceSet.Discover(null).Find(id, "The test");
        OpenClParameter[] shared =
            [new("shared", OpenClParameterKind.DynamicShared, -1, 0), new("bytes", OpenClParameterKind.DynamicSharedBytes, -1, 4)];
        device.Compiler = new Compiler(new OpenClModule(text, "entry", hasDynamicShared ? [.. Arguments, .. shared] : Arguments, 0, ""));
        return device;
    }

    /// <summary>The method whose place the text takes.</summary>
    public static void Kernel(ArrayView<float> data, float factor)
    {
    }

    private sealed class Compiler(OpenClModule module) : IKernelCompiler
    {
        public CompiledKernel Compile(Device device, KernelRequest request) => ((OpenClDevice)device).Load(module, request);
    }
}
