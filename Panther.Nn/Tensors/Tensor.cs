using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>An n-dimensional array on a device, whatever its element type; see <see cref="Tensor{T}"/>.</summary>
public abstract class Tensor : IDisposable
{
    private protected Tensor(Storage storage, Shape shape, long[] strides, long offset, DeviceStream stream, Tape? tape)
    {
        Storage = storage;
        Shape = shape;
        Strides = strides;
        Offset = offset;
        Stream = stream;
        Tape = tape;
    }

    /// <summary>Gets the extents.</summary>
    public Shape Shape { get; }

    /// <summary>Gets the number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Gets the number of elements.</summary>
    public long Length => Shape.Length;

    /// <summary>Gets the device that holds the elements.</summary>
    public Device Device => Stream.Device;

    /// <summary>Gets the stream that work on the tensor is enqueued on.</summary>
    public DeviceStream Stream { get; }

    /// <summary>Gets the tape that owns the memory, or <see langword="null"/> for a tensor that its maker disposes, such as a parameter.</summary>
    public Tape? Tape { get; }

    /// <summary>
    /// Gets or sets a value indicating whether gradients by this tensor can be asked for. Settable on tensors without a tape: it makes them parameters. A
    /// result on a tape has it when one of its operands does.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is on a tape; see <see cref="Tape.Watch{T}"/>.</exception>
    public bool RequiresGradient
    {
        get => field || Node is not null;
        set => field = Tape is null
            ? value
            : throw new InvalidOperationException("Only a tensor without a tape can be made a parameter; use Tape.Watch for a tensor on one.");
    }

    /// <summary>Gets a value indicating whether the elements lie densely, row by row.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Rank - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                {
                    return Length == 0;
                }

                expected *= Shape[i];
            }

            return true;
        }
    }

    /// <summary>Gets a value indicating whether the memory was given back.</summary>
    internal bool IsDisposed => Storage.Buffer.IsDisposed;

    /// <summary>Gets the memory.</summary>
    internal Storage Storage { get; }

    /// <summary>Gets the distance, in elements, of neighbours along each dimension; 0 where one element serves all.</summary>
    internal long[] Strides { get; }

    /// <summary>Gets where in the memory the first element is.</summary>
    internal long Offset { get; }

    /// <summary>Gets or sets what is known of where the tensor comes from, if it depends on something differentiable.</summary>
    internal Node? Node { get; set; }

    /// <summary>
    /// Gives the memory back in stream order. Needed for tensors without a tape; for one on a tape it only happens earlier than with the tape. Views share the memory.
    /// </summary>
    public void Dispose()
    {
        Storage.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A tensor of this one's type and shape on a tape, all of whose elements have one value.</summary>
    internal abstract Tensor Like(Tape tape, int value);

    /// <summary>The sum with a tensor of the same type and shape.</summary>
    internal abstract Tensor Plus(Tensor other);
}
