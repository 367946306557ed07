using System.Diagnostics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// The memory behind a buffer and all views of it. Views refer to it, so a view alone keeps the memory alive; disposing makes every view
/// unusable. It is finalised when neither the buffer nor a view is reachable any more.
/// </summary>
internal sealed class DeviceAllocation : IViewSource, IDisposable
{
    private readonly string? allocationStack;
    private MemoryBlock? block;
    private DeviceStream? home;
    private int disposed;
    private int holds;

    /// <summary>Takes memory from the device's pool.</summary>
    /// <param name="device">The device.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="stream">The stream in whose order the memory is used.</param>
    /// <param name="home">The stream that stands for it while a capture is recorded, or null.</param>
    public DeviceAllocation(Device device, long bytes, DeviceStream stream, DeviceStream? home = null)
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

        this.home = home ?? stream;
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

    /// <summary>Gives the memory back to the pool in stream order; once the last graph that holds it lets go, if there is one.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        home = null;
        ReturnUnheld();
    }

    /// <summary>Keeps the memory for a graph, whether it is disposed or not, until <see cref="Release"/>.</summary>
    public void Hold()
    {
        if (block is { } held)
        {
            lock (held)
            {
                ObjectDisposedException.ThrowIf(IsDisposed && holds == 0, typeof(DeviceBuffer));
                holds++;
            }
        }
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void Release()
    {
        if (block is { } held)
        {
            lock (held)
            {
                holds--;
            }

            ReturnUnheld();
        }
    }

    /// <summary>Notes that work of a graph on <paramref name="stream"/> uses the memory, which the graph holds.</summary>
    public void UseHeld(DeviceStream stream)
    {
        if (block is { } held && held.Home != stream)
        {
            Visit(held, stream);
        }
    }

    /// <summary>Makes another stream the home, where <paramref name="from"/> is.</summary>
    public void Rehome(DeviceStream from, DeviceStream to) => Interlocked.CompareExchange(ref home, to, from);

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

        if (stream is RecordingStream recording)
        {
            recording.Hold(this);
            return;
        }

        Visit(used, stream);
    }

    /// <summary>Has a stream that was not here yet wait for the memory's home.</summary>
    private static void Visit(MemoryBlock used, DeviceStream stream)
    {
        lock (used)
        {
            used.Visitors ??= [];
            if (used.Visitors.Contains(stream))
            {
                return;
            }

            if (used.Home is { } order)
            {
                stream.WaitForAll(order);
            }

            // Streams that are gone have done their work; a buffer may outlive many.
            used.Visitors.RemoveAll(static visitor => visitor.IsDisposed);
            used.Visitors.Add(stream);
        }
    }

    /// <summary>Returns the block to the pool when the memory is disposed and nothing holds it.</summary>
    private void ReturnUnheld()
    {
        MemoryBlock? returned = block;
        if (returned is not null)
        {
            lock (returned)
            {
                if (holds > 0 || !IsDisposed || block is null)
                {
                    return;
                }

                block = null;
            }
        }

        GC.SuppressFinalize(this);
        returned?.Pool.Return(returned);
    }
}
