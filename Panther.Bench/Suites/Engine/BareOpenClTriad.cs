using Panther.Jit.Runtime.OpenCl;

namespace Panther.Bench.Suites.Engine;

/// <summary>A hand-written OpenCL C triad, launched by the bare OpenCL calls.</summary>
internal sealed unsafe class BareOpenClTriad
{
    private const int GroupSize = 256;

    private const string Text = """
        #pragma OPENCL FP_CONTRACT OFF
        __kernel void triad(__global const float* a, __global const float* b, __global float* c, float s, uint n)
        {
            size_t i = get_global_id(0);
            if (i < n)
            {
                c[i] = a[i] + s * b[i];
            }
        }
        """;

    private readonly OpenClDevice device;
    private readonly nint queue;
    private readonly nint kernel;
    private readonly nint[] buffers = new nint[3];
    private readonly uint length;

    public BareOpenClTriad(OpenClDevice device, nint queue, uint length)
    {
        this.device = device;
        this.queue = queue;
        this.length = length;
        kernel = device.Build(Text, "", "triad").CreateKernel("triad");
        for (int i = 0; i < buffers.Length; i++)
        {
            OpenClResult result;
            buffers[i] = device.Driver.CreateBuffer(device.Context.Handle, 0, 4 * (nuint)length, null, &result);
            OpenClDriver.Check(result, "clCreateBuffer", device.Id);
        }
    }

    public void Launch()
    {
        OpenClDriver driver = device.Driver;
        for (uint i = 0; i < buffers.Length; i++)
        {
            nint buffer = buffers[i];
            driver.SetKernelArg(kernel, i, (nuint)sizeof(nint), &buffer);
        }

        float s = 3;
        uint n = length;
        driver.SetKernelArg(kernel, 3, sizeof(float), &s);
        driver.SetKernelArg(kernel, 4, sizeof(uint), &n);
        nuint global = (n + GroupSize - 1) / GroupSize * GroupSize, local = GroupSize;
        OpenClDriver.Check(driver.EnqueueNDRangeKernel(queue, kernel, 1, null, &global, &local, 0, null, null), "clEnqueueNDRangeKernel", device.Id);
    }

    public void Free()
    {
        foreach (nint buffer in buffers)
        {
            device.Driver.ReleaseMemObject(buffer);
        }

        device.Driver.ReleaseKernel(kernel);
    }
}
