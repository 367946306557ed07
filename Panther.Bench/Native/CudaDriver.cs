using System.Runtime.InteropServices;
using System.Text;

namespace Panther.Bench.Native;

/// <summary>
/// The CUDA driver without anything above it: what a launch, a copy or a first kernel costs when a program calls it directly.
/// Works in the context that is current on the calling thread, or in device 0's primary context when none is.
/// </summary>
internal sealed unsafe class CudaDriver
{
    private readonly nint _library;
    private readonly delegate* unmanaged<ulong, ulong, nuint, nint, int> _copy;
    private readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> _launch;
    private readonly delegate* unmanaged<nint, nint, int> _eventRecord;

    private CudaDriver(nint library)
    {
        _library = library;
        _copy = (delegate* unmanaged<ulong, ulong, nuint, nint, int>)Export("cuMemcpyDtoDAsync_v2");
        _launch = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Export("cuLaunchKernel");
        _eventRecord = (delegate* unmanaged<nint, nint, int>)Export("cuEventRecord");
    }

    /// <summary>Opens the driver and makes sure that a context is current, or says why not.</summary>
    public static CudaDriver? TryOpen(out string reason)
    {
        nint library = NativeLibraries.TryOpen(["libcuda.so.1", "nvcuda.dll"], out reason);
        if (library == 0)
        {
            return null;
        }

        try
        {
            var driver = new CudaDriver(library);
            driver.UseContext();
            return driver;
        }
        catch (InvalidOperationException e)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>Allocates device memory.</summary>
    public ulong Allocate(long bytes)
    {
        ulong address;
        Check(((delegate* unmanaged<ulong*, nuint, int>)Export("cuMemAlloc_v2"))(&address, (nuint)bytes), "cuMemAlloc");
        return address;
    }

    /// <summary>Frees device memory.</summary>
    public void Free(ulong address) => Check(((delegate* unmanaged<ulong, int>)Export("cuMemFree_v2"))(address), "cuMemFree");

    /// <summary>Copies host values to the device and waits.</summary>
    public void Upload<T>(ulong destination, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        fixed (T* from = source)
        {
            Check(((delegate* unmanaged<ulong, void*, nuint, int>)Export("cuMemcpyHtoD_v2"))(destination, from, (nuint)((long)source.Length * sizeof(T))), "cuMemcpyHtoD");
        }
    }

    /// <summary>Enqueues a copy inside the device.</summary>
    public void Copy(ulong destination, ulong source, long bytes, nint stream) =>
        Check(_copy(destination, source, (nuint)bytes, stream), "cuMemcpyDtoDAsync");

    /// <summary>Loads a function from PTX text.</summary>
    public nint LoadFunction(string ptx, string name)
    {
        nint module, function;
        fixed (byte* text = Encoding.ASCII.GetBytes(ptx + "\0"), symbol = Encoding.ASCII.GetBytes(name + "\0"))
        {
            Check(((delegate* unmanaged<nint*, byte*, int>)Export("cuModuleLoadData"))(&module, text), "cuModuleLoadData");
            Check(((delegate* unmanaged<nint*, nint, byte*, int>)Export("cuModuleGetFunction"))(&function, module, symbol), "cuModuleGetFunction");
        }

        return function;
    }

    /// <summary>Enqueues a launch of one-dimensional groups.</summary>
    public void Launch(nint function, uint groups, uint threads, nint stream, void** arguments) =>
        Check(_launch(function, groups, 1, 1, threads, 1, 1, 0, stream, arguments, null), "cuLaunchKernel");

    /// <summary>Creates a stream that does not wait for the default one.</summary>
    public nint CreateStream()
    {
        nint stream;
        Check(((delegate* unmanaged<nint*, uint, int>)Export("cuStreamCreate"))(&stream, 1), "cuStreamCreate");
        return stream;
    }

    /// <summary>Waits until everything in a stream is done.</summary>
    public void Synchronize(nint stream) => Check(((delegate* unmanaged<nint, int>)Export("cuStreamSynchronize"))(stream), "cuStreamSynchronize");

    /// <summary>Creates an event that takes times.</summary>
    public nint CreateEvent()
    {
        nint created;
        Check(((delegate* unmanaged<nint*, uint, int>)Export("cuEventCreate"))(&created, 0), "cuEventCreate");
        return created;
    }

    /// <summary>Enqueues an event.</summary>
    public void Record(nint @event, nint stream) => Check(_eventRecord(@event, stream), "cuEventRecord");

    /// <summary>Waits for the second event and returns the seconds between two.</summary>
    public double SecondsBetween(nint start, nint end)
    {
        float milliseconds;
        Check(((delegate* unmanaged<nint, int>)Export("cuEventSynchronize"))(end), "cuEventSynchronize");
        Check(((delegate* unmanaged<float*, nint, nint, int>)Export("cuEventElapsedTime"))(&milliseconds, start, end), "cuEventElapsedTime");
        return milliseconds * 1e-3;
    }

    private void UseContext()
    {
        Check(((delegate* unmanaged<uint, int>)Export("cuInit"))(0), "cuInit");
        nint context;
        Check(((delegate* unmanaged<nint*, int>)Export("cuCtxGetCurrent"))(&context), "cuCtxGetCurrent");
        if (context == 0)
        {
            int device;
            Check(((delegate* unmanaged<int*, int, int>)Export("cuDeviceGet"))(&device, 0), "cuDeviceGet");
            Check(((delegate* unmanaged<nint*, int, int>)Export("cuDevicePrimaryCtxRetain"))(&context, device), "cuDevicePrimaryCtxRetain");
            Check(((delegate* unmanaged<nint, int>)Export("cuCtxSetCurrent"))(context), "cuCtxSetCurrent");
        }
    }

    private nint Export(string name) =>
        NativeLibrary.TryGetExport(_library, name, out nint address) ? address : throw new InvalidOperationException($"The CUDA driver has no {name}.");

    private static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{call} returned error {status}.");
        }
    }
}
