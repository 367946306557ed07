using System.Diagnostics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// The memory behind a buffer and all views of it. Views refer to it, so a view alone keeps the memory alive; disposing makes every view
/// unusable. It is finalised when neither the buffer nor a view is reachable any more.
/// </summary>
internal sealed class DeviceAllocation : IViewSource
{
    private readonly string? allocationStack;
    private MemoryBlock? block;
    private DeviceStream? home;
    private int disposed;

    /// <summary>Takes memory from the device's pool, for use in the order of <paramref name="stream"/>.</summary>
    public DeviceAllocation(Device device, long bytes, DeviceStream stream)
    {
        Device = device;
        try
        {
            block = bytes == 0 ? null : device.Pool.Allocate(bytes, stream);
        }
        catch
        {
            GC.SuppressFinalize(this);
            throw;
        }

        home = stream;
        Address = block?.Address ?? 0;
        Bytes = bytes;
        if (block is null)
        {
            GC.SuppressFinalize(this);
        }
        else if (PantherDiagnostics.CaptureAllocationStacks)
        {
            allocationStack = new StackTrace(1, fNeedFileInfo: true).ToString();
        }
    }

    ~DeviceAllocation()
    {
        if (block is not null)
        {
            PantherDiagnostics.CountUndisposed(allocationStack);
            block.Pool.ReturnDeferred(block);
        }
    }

    public Device Device { get; }

    object IViewSource.Device => Device;

    public nint Address { get; }

    public long Bytes { get; }

    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    public bool IsHostAccessible => Device.Kind == DeviceKind.Cpu;

    /// <summary>The stream the memory was allocated for.</summary>
    public DeviceStream Home
    {
        get
        {
            DeviceStream? stream = home;
            ObjectDisposedException.ThrowIf(stream is null, typeof(DeviceBuffer));
            return stream;
        }
    }

    /// <summary>Checks that work on <paramref name="stream"/> may use the memory, and notes that it does. One comparison in the usual case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Use(DeviceStream stream)
    {
        if (home != stream)
        {
            UseElsewhere(stream);
        }
    }

    /// <summary>Gives the memory back to the pool in stream order.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        GC.SuppressFinalize(this);
        MemoryBlock? returned = block;
        block = null;
        home = null;
        returned?.Pool.Return(returned);
    }

    /// <summary>
    /// The first use on another stream waits for what was enqueued on the home stream so far: the memory may have had an earlier owner there.
    /// </summary>
    private void UseElsewhere(DeviceStream stream)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, typeof(DeviceBuffer));
        if (stream.Device != Device)
        {
            throw new ArgumentException($"A buffer of {Device.Id} is used on a stream of {stream.Device.Id}.");
        }

        if (block is not { } used)
        {
            return;
        }

        lock (used)
        {
            used.Visitors ??= [];
            if (used.Visitors.Contains(stream))
            {
                return;
            }

            stream.WaitForAll(Home);
            used.Visitors.Add(stream);
        }
    }
}
