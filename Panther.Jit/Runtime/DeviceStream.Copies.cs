using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Copies and fills in stream order.</summary>
public abstract unsafe partial class DeviceStream
{
    /// <summary>How much of a pattern is sent from the host before the device doubles it.</summary>
    private const int PatternBytes = 4096;

    /// <summary>Copies host memory to the device, in stream order. The source may be changed as soon as the call returns.</summary>
    /// <param name="source">The elements to copy.</param>
    /// <param name="destination">Where they go: at least as many elements of this device's memory.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source, or belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the view's buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure.</exception>
    public void Copy<T>(ReadOnlySpan<T> source, ArrayView<T> destination)
        where T : unmanaged
    {
        CheckLengths(source.Length, destination.Length);
        nint target = Resolve(destination);
        if (!source.IsEmpty)
        {
            fixed (T* pointer = source)
            {
                CopyFromHost(pointer, target, (long)source.Length * sizeof(T));
            }
        }

        GC.KeepAlive(destination.Owner);
    }

    /// <summary>Copies device memory to the host, after the work enqueued so far. Blocks until the elements are there.</summary>
    /// <param name="source">The elements to copy, of this device's memory.</param>
    /// <param name="destination">Where they go: at least as many elements.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source, or the source belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the view's buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure, of this copy or of earlier work.</exception>
    public void Copy<T>(ArrayView<T> source, Span<T> destination)
        where T : unmanaged
    {
        CheckLengths(source.Length, destination.Length);
        nint origin = Resolve(source);
        fixed (T* pointer = destination)
        {
            CopyToHost(origin, pointer, source.LengthInBytes);
        }

        CheckBounds();

        GC.KeepAlive(source.Owner);
    }

    /// <summary>Copies within the device, in stream order. The two may not overlap.</summary>
    /// <param name="source">The elements to copy.</param>
    /// <param name="destination">Where they go: at least as many elements.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source, or one belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or a view's buffer was disposed.</exception>
    public void Copy<T>(ArrayView<T> source, ArrayView<T> destination)
        where T : unmanaged
    {
        CheckLengths(source.Length, destination.Length);
        nint origin = Resolve(source);
        nint target = Resolve(destination);
        if (source.Length > 0)
        {
            CopyOnDevice(origin, target, source.LengthInBytes);
        }

        GC.KeepAlive(source.Owner);
        GC.KeepAlive(destination.Owner);
    }

    /// <summary>Sets every element of a view, in stream order.</summary>
    /// <param name="destination">The elements to set.</param>
    /// <param name="value">Their value.</param>
    /// <exception cref="ArgumentException">The view belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the view's buffer was disposed.</exception>
    public void Fill<T>(ArrayView<T> destination, T value)
        where T : unmanaged
    {
        nint target = Resolve(destination);
        if (destination.Length > 0)
        {
            FillOnDevice(target, destination.Length, new ReadOnlySpan<byte>(&value, sizeof(T)));
        }

        GC.KeepAlive(destination.Owner);
    }

    /// <summary>Sets every byte of a view to zero, in stream order.</summary>
    /// <param name="destination">The elements to clear.</param>
    /// <exception cref="ArgumentException">The view belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The stream or the view's buffer was disposed.</exception>
    public void Clear<T>(ArrayView<T> destination)
        where T : unmanaged
        => Fill(destination.Cast<byte>(), (byte)0);

    /// <summary>The address of a view's first element for work on this stream, after the checks a launch makes.</summary>
    internal nint Resolve<T>(ArrayView<T> view)
        where T : unmanaged
    {
        CheckEnqueue();
        UseOwner(view.Owner, view.Address);
        return view.Address;
    }

    /// <summary>Checks that memory may be used by work on this stream: not disposed, of this device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void UseOwner(IViewSource? owner, nint address)
    {
        if (owner is DeviceAllocation allocation)
        {
            allocation.Use(this);
        }
        else
        {
            UseForeign(owner, address);
        }
    }

    internal abstract void CopyFromHost(void* source, nint destination, long bytes);

    private protected abstract void CopyToHost(nint source, void* destination, long bytes);

    internal abstract void CopyOnDevice(nint source, nint destination, long bytes);

    internal abstract void FillOnDevice(nint destination, long count, ReadOnlySpan<byte> element);

    /// <summary>Fills with elements that the driver has no fill for: sends a few and doubles them on the device.</summary>
    private protected void FillByCopies(nint destination, long count, ReadOnlySpan<byte> element)
    {
        long total = count * element.Length;
        int sent = (int)Math.Min(total, Math.Max(1, PatternBytes / element.Length) * element.Length);
        byte[] pattern = new byte[sent];
        for (int i = 0; i < sent; i += element.Length)
        {
            element.CopyTo(pattern.AsSpan(i));
        }

        fixed (byte* start = pattern)
        {
            CopyFromHost(start, destination, sent);
        }

        for (long written = sent; written < total;)
        {
            long next = Math.Min(written, total - written);
            CopyOnDevice(destination, (nint)(destination + written), next);
            written += next;
        }
    }

    private static void CheckLengths(long source, long destination)
    {
        if (destination < source)
        {
            throw new ArgumentException($"The destination has {destination} elements, the source {source}.", nameof(destination));
        }
    }

    /// <summary>Views that are empty, or that wrap host memory, which only the CPU device can reach.</summary>
    private void UseForeign(IViewSource? owner, nint address)
    {
        if (owner is not null)
        {
            ObjectDisposedException.ThrowIf(owner.IsDisposed, owner);
            if (owner.Device != Device)
            {
                throw new ArgumentException($"A view of {owner.Device} is used on a stream of {Device.Id}.");
            }
        }
        else if (address != 0 && Device.Kind != DeviceKind.Cpu)
        {
            throw new ArgumentException($"A view of host memory is used on a stream of {Device.Id}; copy it to a buffer of that device.");
        }
    }
}
