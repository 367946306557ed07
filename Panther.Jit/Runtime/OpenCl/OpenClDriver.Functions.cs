using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>The entry points, all of OpenCL 1.2. Handles are <see cref="nint"/>; names are the specification's without the prefix.</summary>
internal sealed unsafe partial class OpenClDriver
{
    public delegate* unmanaged<uint, nint*, uint*, OpenClResult> GetPlatformIDs;
    public delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetPlatformInfo;
    public delegate* unmanaged<nint, ulong, uint, nint*, uint*, OpenClResult> GetDeviceIDs;
    public delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetDeviceInfo;

    public delegate* unmanaged<nint*, uint, nint*, nint, nint, OpenClResult*, nint> CreateContext;
    public delegate* unmanaged<nint, OpenClResult> ReleaseContext;
    public delegate* unmanaged<nint, nint, ulong, OpenClResult*, nint> CreateCommandQueue;
    public delegate* unmanaged<nint, OpenClResult> ReleaseCommandQueue;
    public delegate* unmanaged<nint, OpenClResult> Flush;
    public delegate* unmanaged<nint, OpenClResult> Finish;

    public delegate* unmanaged<nint, ulong, nuint, void*, OpenClResult*, nint> CreateBuffer;
    public delegate* unmanaged<nint, OpenClResult> ReleaseMemObject;
    public delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, OpenClResult> EnqueueReadBuffer;
    public delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, OpenClResult> EnqueueWriteBuffer;
    public delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, OpenClResult> EnqueueCopyBuffer;
    public delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, OpenClResult> EnqueueFillBuffer;

    public delegate* unmanaged<nint, uint, nint*, nint*, OpenClResult> EnqueueMarkerWithWaitList;
    public delegate* unmanaged<nint, uint, nint*, nint*, OpenClResult> EnqueueBarrierWithWaitList;
    public delegate* unmanaged<uint, nint*, OpenClResult> WaitForEvents;
    public delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetEventInfo;
    public delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetEventProfilingInfo;
    public delegate* unmanaged<nint, int, delegate* unmanaged<nint, int, nint, void>, nint, OpenClResult> SetEventCallback;
    public delegate* unmanaged<nint, OpenClResult> ReleaseEvent;

    public delegate* unmanaged<nint, uint, byte**, nuint*, OpenClResult*, nint> CreateProgramWithSource;
    public delegate* unmanaged<nint, uint, nint*, nuint*, byte**, OpenClResult*, OpenClResult*, nint> CreateProgramWithBinary;
    public delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, OpenClResult> BuildProgram;
    public delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetProgramInfo;
    public delegate* unmanaged<nint, nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetProgramBuildInfo;
    public delegate* unmanaged<nint, OpenClResult> ReleaseProgram;
    public delegate* unmanaged<nint, byte*, OpenClResult*, nint> CreateKernel;
    public delegate* unmanaged<nint, OpenClResult> ReleaseKernel;
    public delegate* unmanaged<nint, uint, nuint, void*, OpenClResult> SetKernelArg;
    public delegate* unmanaged<nint, nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> GetKernelWorkGroupInfo;
    public delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, OpenClResult> EnqueueNDRangeKernel;

    private void Bind(nint library)
    {
        void* Find(string name) => (void*)NativeLibrary.GetExport(library, name);

        GetPlatformIDs = (delegate* unmanaged<uint, nint*, uint*, OpenClResult>)Find("clGetPlatformIDs");
        GetPlatformInfo = (delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetPlatformInfo");
        GetDeviceIDs = (delegate* unmanaged<nint, ulong, uint, nint*, uint*, OpenClResult>)Find("clGetDeviceIDs");
        GetDeviceInfo = (delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetDeviceInfo");

        CreateContext = (delegate* unmanaged<nint*, uint, nint*, nint, nint, OpenClResult*, nint>)Find("clCreateContext");
        ReleaseContext = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseContext");
        CreateCommandQueue = (delegate* unmanaged<nint, nint, ulong, OpenClResult*, nint>)Find("clCreateCommandQueue");
        ReleaseCommandQueue = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseCommandQueue");
        Flush = (delegate* unmanaged<nint, OpenClResult>)Find("clFlush");
        Finish = (delegate* unmanaged<nint, OpenClResult>)Find("clFinish");

        CreateBuffer = (delegate* unmanaged<nint, ulong, nuint, void*, OpenClResult*, nint>)Find("clCreateBuffer");
        ReleaseMemObject = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseMemObject");
        EnqueueReadBuffer = (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, OpenClResult>)Find("clEnqueueReadBuffer");
        EnqueueWriteBuffer = (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, OpenClResult>)Find("clEnqueueWriteBuffer");
        EnqueueCopyBuffer = (delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, OpenClResult>)Find("clEnqueueCopyBuffer");
        EnqueueFillBuffer = (delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, OpenClResult>)Find("clEnqueueFillBuffer");

        EnqueueMarkerWithWaitList = (delegate* unmanaged<nint, uint, nint*, nint*, OpenClResult>)Find("clEnqueueMarkerWithWaitList");
        EnqueueBarrierWithWaitList = (delegate* unmanaged<nint, uint, nint*, nint*, OpenClResult>)Find("clEnqueueBarrierWithWaitList");
        WaitForEvents = (delegate* unmanaged<uint, nint*, OpenClResult>)Find("clWaitForEvents");
        GetEventInfo = (delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetEventInfo");
        GetEventProfilingInfo = (delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetEventProfilingInfo");
        SetEventCallback = (delegate* unmanaged<nint, int, delegate* unmanaged<nint, int, nint, void>, nint, OpenClResult>)Find("clSetEventCallback");
        ReleaseEvent = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseEvent");

        CreateProgramWithSource = (delegate* unmanaged<nint, uint, byte**, nuint*, OpenClResult*, nint>)Find("clCreateProgramWithSource");
        CreateProgramWithBinary = (delegate* unmanaged<nint, uint, nint*, nuint*, byte**, OpenClResult*, OpenClResult*, nint>)Find("clCreateProgramWithBinary");
        BuildProgram = (delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, OpenClResult>)Find("clBuildProgram");
        GetProgramInfo = (delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetProgramInfo");
        GetProgramBuildInfo = (delegate* unmanaged<nint, nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetProgramBuildInfo");
        ReleaseProgram = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseProgram");
        CreateKernel = (delegate* unmanaged<nint, byte*, OpenClResult*, nint>)Find("clCreateKernel");
        ReleaseKernel = (delegate* unmanaged<nint, OpenClResult>)Find("clReleaseKernel");
        SetKernelArg = (delegate* unmanaged<nint, uint, nuint, void*, OpenClResult>)Find("clSetKernelArg");
        GetKernelWorkGroupInfo = (delegate* unmanaged<nint, nint, OpenClQuery, nuint, void*, nuint*, OpenClResult>)Find("clGetKernelWorkGroupInfo");
        EnqueueNDRangeKernel = (delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, OpenClResult>)Find("clEnqueueNDRangeKernel");
    }
}
