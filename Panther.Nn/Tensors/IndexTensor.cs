using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>An n-dimensional array of indices on a device: labels, tokens, places. Its largest index is known to the host, so that no operation reads outside a tensor.</summary>
public sealed class IndexTensor : IDisposable
{
    private readonly DeviceBuffer<int> buffer;
    private readonly DeviceStream stream;

    private IndexTensor(DeviceBuffer<int> buffer, DeviceStream stream, Shape shape, int bound, Tape? tape)
    {
        this.buffer = buffer;
        this.stream = stream;
        Shape = shape;
        Bound = bound;
        Tape = tape;
    }

    /// <summary>Gets the extents.</summary>
    public Shape Shape { get; }

    /// <summary>Gets the number of indices.</summary>
    public long Length => Shape.Length;

    /// <summary>Gets a number that all indices are below.</summary>
    public int Bound { get; }

    /// <summary>Gets the tape that owns the memory, or <see langword="null"/> if the maker disposes it.</summary>
    public Tape? Tape { get; }

    /// <summary>Gets the device.</summary>
    public Device Device => buffer.Device;

    /// <summary>Gets the indices, row by row, for kernels of one's own.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public ArrayView<int> Elements => buffer.View;

    /// <summary>Copies indices to a device; the maker disposes the tensor.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The indices, row by row.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="bound">A number that all indices which are copied there later are below too; 0 if there are none.</param>
    /// <exception cref="ArgumentException">There are not as many indices as the shape has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or the largest <see cref="int"/>, or the bound is negative.</exception>
    public static IndexTensor Create(Device device, ReadOnlySpan<int> values, Shape shape, int bound = 0)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        return Create(device.DefaultStream, null, values, shape, bound);
    }

    /// <summary>Replaces the indices by those of host memory, in stream order. The source may be changed as soon as the call returns.</summary>
    /// <param name="values">The indices, row by row, below <see cref="Bound"/>.</param>
    /// <exception cref="ArgumentException">There are not as many indices as the shape has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below the bound; nothing has been copied then.</exception>
    public void CopyFrom(ReadOnlySpan<int> values)
    {
        if (BoundOf(values, Shape) is var bound && bound > Bound)
        {
            throw new ArgumentOutOfRangeException(nameof(values), bound - 1, $"An index is not below {Bound}, the bound that this tensor was made with.");
        }

        stream.Copy(values, buffer.View);
    }

    /// <summary>Copies the indices to a new array and waits for them.</summary>
    public int[] ToArray() => buffer.ToArray();

    /// <inheritdoc/>
    public override string ToString() => $"IndexTensor {Shape} below {Bound} on {Device.Id}";

    /// <summary>Gives the memory back in stream order; needed only where there is no tape.</summary>
    public void Dispose() => buffer.Dispose();

    /// <summary>Copies indices to a device, on a tape or without one.</summary>
    internal static IndexTensor Create(DeviceStream stream, Tape? tape, ReadOnlySpan<int> values, Shape shape, int bound = 0)
    {
        tape?.ThrowIfDisposed();
        bound = Math.Max(bound, BoundOf(values, shape));
        DeviceBuffer<int> buffer = stream.Device.Allocate<int>(shape.Length, stream);
        tape?.Own(new Storage(buffer));
        stream.Copy(values, buffer.View);
        return new IndexTensor(buffer, stream, shape, bound, tape);
    }

    /// <summary>Makes the tensor that an operation writes indices below a bound to.</summary>
    internal static IndexTensor ForResult(Tape tape, Shape shape, int bound)
    {
        DeviceBuffer<int> buffer = tape.Stream.Device.Allocate<int>(shape.Length, tape.Stream);
        tape.Own(new Storage(buffer));
        return new IndexTensor(buffer, tape.Stream, shape, bound, tape);
    }

    /// <summary>The same indices in a shape with a dimension of extent 1 behind the others.</summary>
    internal IndexTensor Unsqueeze() => new(buffer, stream, [.. Shape, 1], Bound, Tape);

    /// <exception cref="ArgumentOutOfRangeException">An index is not below the extent.</exception>
    internal void ThrowIfBeyond(long extent, string name)
    {
        if (Bound > extent)
        {
            throw new ArgumentOutOfRangeException(name, Bound - 1, $"An index is not below the extent {extent}.");
        }
    }

    /// <summary>The smallest number that all indices are below.</summary>
    private static int BoundOf(ReadOnlySpan<int> values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values.Length != shape.Length)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Length} elements, but {values.Length} were given.", nameof(values));
        }

        int bound = 0;
        foreach (int value in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(values));
            ArgumentOutOfRangeException.ThrowIfEqual(value, int.MaxValue, nameof(values));
            bound = Math.Max(bound, value + 1);
        }

        return bound;
    }
}
