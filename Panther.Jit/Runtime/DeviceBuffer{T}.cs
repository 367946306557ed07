using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// An array of <typeparamref name="T"/> in a device's memory, made by <see cref="Device.Allocate{T}(long, DeviceStream?)"/>.
/// Where a method takes no stream, it works in the order of the stream the buffer was allocated for.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DeviceBuffer<T> : DeviceBuffer
    where T : unmanaged
{
    internal DeviceBuffer(DeviceAllocation allocation, long length)
        : base(allocation) => Length = length;

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>All elements, to pass to a kernel. On the CPU device the host may also index it, once the stream is synchronised.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ArrayView<T> View
    {
        get
        {
            if (IsDisposed)
            {
                throw new ObjectDisposedException(ToString());
            }

            return new ArrayView<T>(Allocation, Allocation.Address, Length);
        }
    }

    /// <summary>Copies host memory to the start of the buffer, in stream order. The source may be changed as soon as the call returns.</summary>
    /// <param name="source">At most <see cref="Length"/> elements.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentException">The source is longer than the buffer, or the stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void CopyFrom(ReadOnlySpan<T> source, DeviceStream? stream = null) => StreamOr(stream).Copy(source, View);

    /// <summary>Copies host memory to a part of the buffer, in stream order. The source may be changed as soon as the call returns.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="destinationOffset">The index of the first element written.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentException">The source does not fit, or the stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void CopyFrom(ReadOnlySpan<T> source, long destinationOffset, DeviceStream? stream = null)
        => StreamOr(stream).Copy(source, View.SubView(destinationOffset));

    /// <summary>Copies the whole buffer to host memory, after the work enqueued so far. Blocks.</summary>
    /// <param name="destination">At least <see cref="Length"/> elements.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentException">The destination is too short, or the stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure, of this copy or of earlier work.</exception>
    public void CopyTo(Span<T> destination, DeviceStream? stream = null) => StreamOr(stream).Copy(View, destination);

    /// <summary>Copies elements from an offset on to host memory, as many as the destination holds, after the work enqueued so far. Blocks.</summary>
    /// <param name="destination">The elements to fill.</param>
    /// <param name="sourceOffset">The index of the first element read.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer elements after the offset.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure, of this copy or of earlier work.</exception>
    public void CopyTo(Span<T> destination, long sourceOffset, DeviceStream? stream = null)
        => StreamOr(stream).Copy(View.SubView(sourceOffset, destination.Length), destination);

    /// <summary>Copies the whole buffer to another of the same device, in stream order.</summary>
    /// <param name="destination">A buffer of at least <see cref="Length"/> elements.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the destination's own.</param>
    /// <exception cref="ArgumentException">The destination is too short, or something belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void CopyTo(DeviceBuffer<T> destination, DeviceStream? stream = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.StreamOr(stream).Copy(View, destination.View);
    }

    /// <summary>Copies a part of the buffer to a part of another of the same device, in stream order. The parts may not overlap.</summary>
    /// <param name="destination">The buffer to write.</param>
    /// <param name="sourceOffset">The index of the first element read.</param>
    /// <param name="destinationOffset">The index of the first element written.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the destination's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part lies outside its buffer.</exception>
    /// <exception cref="ArgumentException">Something belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void CopyTo(DeviceBuffer<T> destination, long sourceOffset, long destinationOffset, long length, DeviceStream? stream = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.StreamOr(stream).Copy(View.SubView(sourceOffset, length), destination.View.SubView(destinationOffset, length));
    }

    /// <summary>Copies the whole buffer to a new array, after the work enqueued so far. Blocks.</summary>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="OverflowException">The buffer has more elements than an array can hold.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure, of this copy or of earlier work.</exception>
    public T[] ToArray(DeviceStream? stream = null)
    {
        T[] array = GC.AllocateUninitializedArray<T>(checked((int)Length));
        CopyTo(array.AsSpan(), stream);
        return array;
    }

    /// <summary>Waits, without blocking a thread, for the work enqueued so far, and copies the whole buffer to a new array.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OverflowException">The buffer has more elements than an array can hold.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    /// <exception cref="DeviceException">The device reported a failure, of this copy or of earlier work.</exception>
    public async Task<T[]> ToArrayAsync(CancellationToken cancellationToken = default)
    {
        await Allocation.Home.SynchronizeAsync(cancellationToken).ConfigureAwait(false);
        return ToArray();
    }

    /// <summary>Sets every element, in stream order.</summary>
    /// <param name="value">The value.</param>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentException">The stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void Fill(T value, DeviceStream? stream = null) => StreamOr(stream).Fill(View, value);

    /// <summary>Sets every byte to zero, in stream order.</summary>
    /// <param name="stream">The stream, or <see langword="null"/> for the buffer's own.</param>
    /// <exception cref="ArgumentException">The stream belongs to another device.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void Clear(DeviceStream? stream = null) => StreamOr(stream).Clear(View);

    /// <summary>Says the element type, the number of elements and the device.</summary>
    public override string ToString() => $"DeviceBuffer<{typeof(T).Name}> of {Length} elements on {Device.Id}";
}
