using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>The entry points. Handles and device addresses are <see cref="nint"/>; names are the driver's without the prefix.</summary>
internal sealed unsafe partial class CudaDriver
{
    public delegate* unmanaged<uint, CudaResult> Init;
    public delegate* unmanaged<int*, CudaResult> DriverGetVersion;
    public delegate* unmanaged<CudaResult, byte**, CudaResult> GetErrorName;
    public delegate* unmanaged<CudaResult, byte**, CudaResult> GetErrorString;

    public delegate* unmanaged<int*, CudaResult> DeviceGetCount;
    public delegate* unmanaged<int*, int, CudaResult> DeviceGet;
    public delegate* unmanaged<byte*, int, int, CudaResult> DeviceGetName;
    public delegate* unmanaged<int*, CudaAttribute, int, CudaResult> DeviceGetAttribute;
    public delegate* unmanaged<nint*, int, CudaResult> DevicePrimaryCtxRetain;
    public delegate* unmanaged<int, CudaResult> DevicePrimaryCtxRelease;
    public delegate* unmanaged<nint, CudaResult> CtxSetCurrent;

    public delegate* unmanaged<nint*, nuint, CudaResult> MemAlloc;
    public delegate* unmanaged<nint, CudaResult> MemFree;
    public delegate* unmanaged<nuint*, nuint*, CudaResult> MemGetInfo;
    public delegate* unmanaged<nint, void*, nuint, nint, CudaResult> MemcpyHtoDAsync;
    public delegate* unmanaged<void*, nint, nuint, nint, CudaResult> MemcpyDtoHAsync;
    public delegate* unmanaged<nint, nint, nuint, nint, CudaResult> MemcpyDtoDAsync;
    public delegate* unmanaged<nint, byte, nuint, nint, CudaResult> MemsetD8Async;
    public delegate* unmanaged<nint, ushort, nuint, nint, CudaResult> MemsetD16Async;
    public delegate* unmanaged<nint, uint, nuint, nint, CudaResult> MemsetD32Async;

    public delegate* unmanaged<nint*, uint, CudaResult> StreamCreate;
    public delegate* unmanaged<nint, CudaResult> StreamDestroy;
    public delegate* unmanaged<nint, CudaResult> StreamQuery;
    public delegate* unmanaged<nint, CudaResult> StreamSynchronize;
    public delegate* unmanaged<nint, nint, uint, CudaResult> StreamWaitEvent;
    public delegate* unmanaged<nint, delegate* unmanaged<nint, CudaResult, nint, void>, nint, uint, CudaResult> StreamAddCallback;

    public delegate* unmanaged<nint, int, CudaResult> StreamBeginCapture;
    public delegate* unmanaged<nint, nint*, CudaResult> StreamEndCapture;

    public delegate* unmanaged<nint*, nint, ulong, CudaResult> GraphInstantiate;
    public delegate* unmanaged<nint, nint, CudaResult> GraphLaunch;
    public delegate* unmanaged<nint, CudaResult> GraphDestroy;
    public delegate* unmanaged<nint, CudaResult> GraphExecDestroy;

    public delegate* unmanaged<nint*, uint, CudaResult> EventCreate;
    public delegate* unmanaged<nint, CudaResult> EventDestroy;
    public delegate* unmanaged<nint, nint, CudaResult> EventRecord;
    public delegate* unmanaged<nint, CudaResult> EventQuery;
    public delegate* unmanaged<nint, CudaResult> EventSynchronize;
    public delegate* unmanaged<float*, nint, nint, CudaResult> EventElapsedTime;

    public delegate* unmanaged<nint*, byte*, uint, int*, nint*, CudaResult> ModuleLoadDataEx;
    public delegate* unmanaged<uint, int*, nint*, nint*, CudaResult> LinkCreate;
    public delegate* unmanaged<nint, int, byte*, nuint, byte*, uint, int*, nint*, CudaResult> LinkAddData;
    public delegate* unmanaged<nint, byte**, nuint*, CudaResult> LinkComplete;
    public delegate* unmanaged<nint, CudaResult> LinkDestroy;

    public delegate* unmanaged<nint, CudaResult> ModuleUnload;
    public delegate* unmanaged<nint*, nint, byte*, CudaResult> ModuleGetFunction;
    public delegate* unmanaged<int*, int, nint, CudaResult> FuncGetAttribute;
    public delegate* unmanaged<nint, int, int, CudaResult> FuncSetAttribute;
    public delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, nint*, nint*, CudaResult> LaunchKernel;

    /// <summary>Null in drivers before CUDA 12.</summary>
    public delegate* unmanaged<byte*, int, uint, nint, ulong*, ulong*, uint*, uint*, int, int, int, int, CudaResult> TensorMapEncodeTiled;

    private void Bind(nint library)
    {
        void* Find(string name) => (void*)NativeLibrary.GetExport(library, name);

        Init = (delegate* unmanaged<uint, CudaResult>)Find("cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, CudaResult>)Find("cuDriverGetVersion");
        GetErrorName = (delegate* unmanaged<CudaResult, byte**, CudaResult>)Find("cuGetErrorName");
        GetErrorString = (delegate* unmanaged<CudaResult, byte**, CudaResult>)Find("cuGetErrorString");

        DeviceGetCount = (delegate* unmanaged<int*, CudaResult>)Find("cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, CudaResult>)Find("cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, CudaResult>)Find("cuDeviceGetName");
        DeviceGetAttribute = (delegate* unmanaged<int*, CudaAttribute, int, CudaResult>)Find("cuDeviceGetAttribute");
        DevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, CudaResult>)Find("cuDevicePrimaryCtxRetain");
        DevicePrimaryCtxRelease = (delegate* unmanaged<int, CudaResult>)Find("cuDevicePrimaryCtxRelease_v2");
        CtxSetCurrent = (delegate* unmanaged<nint, CudaResult>)Find("cuCtxSetCurrent");

        MemAlloc = (delegate* unmanaged<nint*, nuint, CudaResult>)Find("cuMemAlloc_v2");
        MemFree = (delegate* unmanaged<nint, CudaResult>)Find("cuMemFree_v2");
        MemGetInfo = (delegate* unmanaged<nuint*, nuint*, CudaResult>)Find("cuMemGetInfo_v2");
        MemcpyHtoDAsync = (delegate* unmanaged<nint, void*, nuint, nint, CudaResult>)Find("cuMemcpyHtoDAsync_v2");
        MemcpyDtoHAsync = (delegate* unmanaged<void*, nint, nuint, nint, CudaResult>)Find("cuMemcpyDtoHAsync_v2");
        MemcpyDtoDAsync = (delegate* unmanaged<nint, nint, nuint, nint, CudaResult>)Find("cuMemcpyDtoDAsync_v2");
        MemsetD8Async = (delegate* unmanaged<nint, byte, nuint, nint, CudaResult>)Find("cuMemsetD8Async");
        MemsetD16Async = (delegate* unmanaged<nint, ushort, nuint, nint, CudaResult>)Find("cuMemsetD16Async");
        MemsetD32Async = (delegate* unmanaged<nint, uint, nuint, nint, CudaResult>)Find("cuMemsetD32Async");

        StreamCreate = (delegate* unmanaged<nint*, uint, CudaResult>)Find("cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, CudaResult>)Find("cuStreamDestroy_v2");
        StreamQuery = (delegate* unmanaged<nint, CudaResult>)Find("cuStreamQuery");
        StreamSynchronize = (delegate* unmanaged<nint, CudaResult>)Find("cuStreamSynchronize");
        StreamWaitEvent = (delegate* unmanaged<nint, nint, uint, CudaResult>)Find("cuStreamWaitEvent");
        StreamAddCallback = (delegate* unmanaged<nint, delegate* unmanaged<nint, CudaResult, nint, void>, nint, uint, CudaResult>)Find("cuStreamAddCallback");

        StreamBeginCapture = (delegate* unmanaged<nint, int, CudaResult>)Find("cuStreamBeginCapture_v2");
        StreamEndCapture = (delegate* unmanaged<nint, nint*, CudaResult>)Find("cuStreamEndCapture");

        GraphInstantiate = (delegate* unmanaged<nint*, nint, ulong, CudaResult>)Find("cuGraphInstantiateWithFlags");
        GraphLaunch = (delegate* unmanaged<nint, nint, CudaResult>)Find("cuGraphLaunch");
        GraphDestroy = (delegate* unmanaged<nint, CudaResult>)Find("cuGraphDestroy");
        GraphExecDestroy = (delegate* unmanaged<nint, CudaResult>)Find("cuGraphExecDestroy");

        EventCreate = (delegate* unmanaged<nint*, uint, CudaResult>)Find("cuEventCreate");
        EventDestroy = (delegate* unmanaged<nint, CudaResult>)Find("cuEventDestroy_v2");
        EventRecord = (delegate* unmanaged<nint, nint, CudaResult>)Find("cuEventRecord");
        EventQuery = (delegate* unmanaged<nint, CudaResult>)Find("cuEventQuery");
        EventSynchronize = (delegate* unmanaged<nint, CudaResult>)Find("cuEventSynchronize");
        EventElapsedTime = (delegate* unmanaged<float*, nint, nint, CudaResult>)Find("cuEventElapsedTime");

        ModuleLoadDataEx = (delegate* unmanaged<nint*, byte*, uint, int*, nint*, CudaResult>)Find("cuModuleLoadDataEx");
        LinkCreate = (delegate* unmanaged<uint, int*, nint*, nint*, CudaResult>)Find("cuLinkCreate_v2");
        LinkAddData = (delegate* unmanaged<nint, int, byte*, nuint, byte*, uint, int*, nint*, CudaResult>)Find("cuLinkAddData_v2");
        LinkComplete = (delegate* unmanaged<nint, byte**, nuint*, CudaResult>)Find("cuLinkComplete");
        LinkDestroy = (delegate* unmanaged<nint, CudaResult>)Find("cuLinkDestroy");

        ModuleUnload = (delegate* unmanaged<nint, CudaResult>)Find("cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, CudaResult>)Find("cuModuleGetFunction");
        FuncGetAttribute = (delegate* unmanaged<int*, int, nint, CudaResult>)Find("cuFuncGetAttribute");
        FuncSetAttribute = (delegate* unmanaged<nint, int, int, CudaResult>)Find("cuFuncSetAttribute");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, nint*, nint*, CudaResult>)Find("cuLaunchKernel");
        if (NativeLibrary.TryGetExport(library, "cuTensorMapEncodeTiled", out nint encode))
        {
            TensorMapEncodeTiled = (delegate* unmanaged<byte*, int, uint, nint, ulong*, ulong*, uint*, uint*, int, int, int, int, CudaResult>)encode;
        }
    }
}
