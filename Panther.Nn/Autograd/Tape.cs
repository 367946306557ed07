using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;

namespace Panther.Nn;

/// <summary>
/// A step of work: it owns the memory of everything that is computed on it, and remembers how it was computed, so that gradients can be asked for. Dispose it
/// when the step is over; all that memory goes back to the device's pool at once, in stream order, and nothing waits.
/// </summary>
/// <remarks>
/// There is no ambient tape: an operation works on the tape of its operands. Data come onto it by <see cref="Create{T}(ReadOnlySpan{T}, Shape)"/>, <see cref="Use"/> and <see cref="Watch"/>; parameters
/// follow by themselves. Tapes nest (<see cref="Tape(Tape)"/>): a result belongs to the innermost tape among its operands', for which the tensors of outer ones are leaves. Not thread-safe.
/// </remarks>
public sealed partial class Tape : IDisposable
{
    private readonly List<Storage> storages = [];
    private readonly List<Node> nodes = [];
    private readonly Dictionary<Tensor, Node> leaves = new(ReferenceEqualityComparer.Instance);
    private readonly Tape? outer;
    private readonly int depth;
    private bool isDisposed;

    /// <summary>Starts a step on a device's default stream.</summary>
    /// <param name="device">The device.</param>
    /// <param name="random">
    /// Where random operations (dropout) draw from: one state for all steps of a training. <see langword="null"/> makes a new one of seed 0, so that each such tape draws the same.
    /// </param>
    public Tape(Device device, RandomState? random = null)
        : this((device ?? throw new ArgumentNullException(nameof(device))).DefaultStream, random)
    {
    }

    /// <summary>Starts a step on a stream.</summary>
    /// <param name="stream">The stream; of a capture too.</param>
    /// <param name="random">
    /// Where random operations (dropout) draw from: one state for all steps of a training. <see langword="null"/> makes a new one of seed 0, so that each such tape draws the same.
    /// </param>
    public Tape(DeviceStream stream, RandomState? random = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream = stream;
        Random = random ?? new RandomState(0);
    }

    /// <summary>Starts a step that is captured as a graph, each launch of which draws anew.</summary>
    /// <param name="stream">The stream of the capture.</param>
    /// <param name="random">Where random operations draw from.</param>
    public Tape(DeviceStream stream, CapturedRandomState random)
        : this(stream, (random ?? throw new ArgumentNullException(nameof(random))).Recorded)
    {
    }

    /// <summary>Starts a step within another, on its stream and with its random state: what is computed on it is given back before the outer one's.</summary>
    /// <param name="outer">The outer tape.</param>
    /// <exception cref="ObjectDisposedException">The outer tape is disposed.</exception>
    public Tape(Tape outer)
        : this(outer, outer?.Random)
    {
    }

    private Tape(Tape outer, RandomState? random)
        : this((outer ?? throw new ArgumentNullException(nameof(outer))).Stream, random)
    {
        ObjectDisposedException.ThrowIf(outer.isDisposed, outer);
        this.outer = outer;
        depth = outer.depth + 1;
        IsRecomputing = outer.IsRecomputing;
    }

    /// <summary>Gets the stream that everything is enqueued on.</summary>
    public DeviceStream Stream { get; }

    /// <summary>Gets the device.</summary>
    public Device Device => Stream.Device;

    /// <summary>Gets the state that random operations draw from.</summary>
    public RandomState Random { get; private set; }

    /// <summary>Gets a value indicating whether operations are remembered for gradients.</summary>
    public bool IsRecording { get; private set; } = true;

    /// <summary>
    /// Gets a value indicating whether a part is computed a second time for its gradient (<see cref="Checkpoint"/>). What a layer counts or averages from step to step has been moved along by the first time, and must stay
    /// as it is.
    /// </summary>
    public bool IsRecomputing { get; private set; }

    /// <summary>Copies host memory onto the tape.</summary>
    /// <param name="values">The elements, row by row. They may be changed as soon as the call returns.</param>
    /// <param name="shape">The extents.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the shape has.</exception>
    public Tensor<T> Create<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T>.ThrowIfNotOfLength(values.Length, shape);
        Tensor<T> result = Tensor<T>.Allocate(Stream, this, shape);
        result.CopyFrom(values);
        return result;
    }

    /// <summary>Copies a two-dimensional array onto the tape, such as one read from a file.</summary>
    /// <param name="values">The elements; the first index is that of the tensor's first dimension. They may be changed as soon as the call returns.</param>
    public Tensor<T> Create<T>(T[,] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create(Tensor<T>.Span(values), [values.GetLength(0), values.GetLength(1)]);
    }

    /// <summary>Copies indices onto the tape.</summary>
    /// <param name="values">The indices, row by row.</param>
    /// <param name="shape">The extents.</param>
    /// <exception cref="ArgumentException">There are not as many indices as the shape has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or the largest <see cref="int"/>, which no extent is above.</exception>
    public IndexTensor CreateIndices(ReadOnlySpan<int> values, Shape shape) => IndexTensor.Create(Stream, this, values, shape);

    /// <summary>Makes a tensor whose elements are all equal.</summary>
    /// <param name="value">The elements' value.</param>
    /// <param name="shape">The extents.</param>
    public Tensor<T> Full<T>(T value, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> result = Tensor<T>.Allocate(Stream, this, shape);
        VectorOperations.Fill(Stream, value, result.Elements);
        return result;
    }

    /// <summary>Makes a tensor of zeros.</summary>
    /// <param name="shape">The extents.</param>
    public Tensor<T> Zeros<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Full(T.Zero, shape);

    /// <summary>A tensor of a longer life as a member of this tape, so that what is computed from it belongs here. A parameter stays one. Copies nothing.</summary>
    /// <param name="tensor">A tensor without a tape, or of an outer one.</param>
    /// <exception cref="InvalidOperationException">The tensor is on another device, or on a tape that this one is not inside, so that neither knows how long the other lives.</exception>
    /// <exception cref="ObjectDisposedException">The tape, or that of the tensor, is disposed.</exception>
    public Tensor<T> Use<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfForeign(tensor);
        return tensor.Tape == this ? tensor : tensor.OnTape(this, tensor.RequiresGradient && IsRecording ? NodeOf(tensor) : null);
    }

    /// <summary>A tensor as a leaf of this tape: gradients by it can be asked for, with the tensor itself or with what is returned. Copies nothing.</summary>
    /// <param name="tensor">A tensor on this tape that depends on nothing differentiable, or one from outside.</param>
    /// <exception cref="ArgumentException">The tensor is a result that depends on something differentiable already.</exception>
    /// <exception cref="InvalidOperationException">The tensor is on another device, or on a tape that this one is not inside.</exception>
    /// <exception cref="ObjectDisposedException">The tape, or that of the tensor, is disposed.</exception>
    public Tensor<T> Watch<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfForeign(tensor);
        if (tensor.Tape == this && tensor.Node is not null)
        {
            throw new ArgumentException("The tensor depends on something differentiable already; gradients by it can be asked for as it is.", nameof(tensor));
        }

        return tensor.OnTape(this, LeafOf(tensor));
    }

    /// <summary>Stops recording until the scope is disposed: results cost no memory for gradients and have none.</summary>
    public RecordingScope NoGrad() => Recording(false);

    /// <summary>Gives all memory of the tape back, in stream order. Its tensors become unusable; parameters, and what was computed without the tape, stay.</summary>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            foreach (Storage storage in storages)
            {
                storage.Dispose();
            }

            storages.Clear();
            nodes.Clear();
            leaves.Clear();
        }
    }

    /// <summary>The innermost tape of some operands; null if none is on a tape.</summary>
    /// <exception cref="InvalidOperationException">They are on different devices, or on tapes of which neither is inside the other.</exception>
    internal static Tape? Of(ReadOnlySpan<Tensor> operands)
    {
        if (operands.IsEmpty)
        {
            throw new ArgumentException("An operation needs an operand.", nameof(operands));
        }

        Tape? innermost = null;
        foreach (Tensor operand in operands)
        {
            ArgumentNullException.ThrowIfNull(operand);
            if (operand.Device != operands[0].Device)
            {
                throw new InvalidOperationException($"Operands are on {operands[0].Device.Id} and {operand.Device.Id}.");
            }

            innermost = Innermost(innermost, operand.Tape);
        }

        return innermost;
    }

    /// <summary>The innermost tape of an operand and indices; null if neither is on a tape.</summary>
    /// <exception cref="InvalidOperationException">They are on different devices, or on tapes of which neither is inside the other.</exception>
    internal static Tape? Of(Tensor operand, IndexTensor indices)
        => operand.Device == indices.Device
            ? Innermost(operand.Tape, indices.Tape)
            : throw new InvalidOperationException($"Operands are on {operand.Device.Id} and {indices.Device.Id}.");

    /// <summary>The inner one of two tapes, or the only one.</summary>
    /// <exception cref="InvalidOperationException">Neither is inside the other.</exception>
    /// <exception cref="ObjectDisposedException">One is disposed.</exception>
    internal static Tape? Innermost(Tape? first, Tape? second)
    {
        ObjectDisposedException.ThrowIf(first is { isDisposed: true } || second is { isDisposed: true }, typeof(Tape));
        return first is null ? second
            : second is null || first.IsWithin(second) ? first
            : second.IsWithin(first) ? second
            : throw new InvalidOperationException("Operands are on two tapes of which neither is inside the other.");
    }

    /// <summary>Gets the number of pieces of memory that the tape owns.</summary>
    internal int OwnedStorages => storages.Count;

    /// <summary>Checks that the tape is still there.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(isDisposed, this);

    /// <summary>Takes memory over.</summary>
    internal void Own(Storage storage)
    {
        ThrowIfDisposed();
        storage.IsTransient = isSweeping;
        storages.Add(storage);
    }

    /// <summary>Remembers how a result depends on its operands.</summary>
    internal Node Record(Shape shape, Edge[] edges)
    {
        foreach (Edge edge in edges)
        {
            edge.Source = NodeOf(edge.Operand);
        }

        var node = new Node(nodes.Count, shape, edges);
        nodes.Add(node);
        return node;
    }

    /// <summary>Records, or not, until the scope is disposed.</summary>
    internal RecordingScope Recording(bool isRecording)
    {
        var scope = new RecordingScope(this, IsRecording);
        IsRecording = isRecording;
        return scope;
    }

    /// <summary>Sets what <see cref="Recording"/> changed back.</summary>
    internal void Restore(bool isRecording) => IsRecording = isRecording;

    private Node NodeOf(Tensor tensor) => tensor.Tape == this ? tensor.Node! : LeafOf(tensor);

    private Node LeafOf(Tensor tensor)
    {
        if (!leaves.TryGetValue(tensor, out Node? leaf))
        {
            ThrowIfForeign(tensor);
            leaf = new Node(nodes.Count, tensor.Shape, []);
            nodes.Add(leaf);
            leaves.Add(tensor, leaf);
        }

        return leaf;
    }

    /// <exception cref="InvalidOperationException">A tensor cannot become a member of this tape.</exception>
    private void ThrowIfForeign(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ThrowIfDisposed();
        if (tensor.Device != Device)
        {
            throw new InvalidOperationException($"A tensor on {tensor.Device.Id} does not go on a tape on {Device.Id}.");
        }

        tensor.Tape?.ThrowIfDisposed();
        if (tensor.Tape is { } other && !IsWithin(other))
        {
            throw new InvalidOperationException(
                "The tensor is on a tape that this one is not inside. Make this one within it (new Tape(outer)), or copy the elements (Tape.Create).");
        }
    }

    private bool IsWithin(Tape other)
    {
        Tape? tape = this;
        while (tape is not null && tape.depth > other.depth)
        {
            tape = tape.outer;
        }

        return tape == other;
    }
}
