using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Pointwise;

namespace Panther.Nn;

/// <summary>
/// An n-dimensional array of numbers on a device. Operations enqueue work and return; a result belongs to the tape of its operands (the innermost, where
/// they are on several), which gives its memory back when it is disposed. Operations on tensors without a tape give tensors without one, which their maker disposes.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; also <see cref="Half"/> or <see cref="BFloat16"/>, stored in 16 bits and computed in float, for the operations that docs/nn.md names.</typeparam>
/// <remarks>Views (<c>Permute</c>, <c>Slice</c>, <c>Expand</c>, ...) share the elements and copy nothing. Nothing here is thread-safe.</remarks>
public sealed partial class Tensor<T> : Tensor
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Tensor(Storage storage, Shape shape, long[] strides, long offset, DeviceStream stream, Tape? tape)
        : base(storage, shape, strides, offset, stream, tape)
    {
    }

    /// <summary>
    /// Gets the elements from the first one on, for kernels of one's own; dense and in order only if <see cref="Tensor.IsContiguous"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public ArrayView<T> Elements
    {
        get
        {
            if (IsDisposed)
            {
                throw new ObjectDisposedException($"Tensor<{typeof(T).Name}> {Shape}", "The tensor's memory was given back: it was disposed itself, or its tape or its layer was.");
            }

            return ((DeviceBuffer<T>)Storage.Buffer).View.SubView(Offset);
        }
    }

    /// <summary>Makes a tensor without a tape; its elements are undefined.</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The extents.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static Tensor<T> Allocate(Device device, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Allocate(device.DefaultStream, null, shape);
    }

    /// <summary>Makes a tensor without a tape from host memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="shape">The extents.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the shape has.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static Tensor<T> Create(Device device, ReadOnlySpan<T> values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        ThrowIfNotOfLength(values.Length, shape);
        Tensor<T> result = Allocate(device, shape);
        result.CopyFrom(values);
        return result;
    }

    /// <summary>Makes a tensor without a tape from a two-dimensional array.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">The elements; the first index is that of the tensor's first dimension.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static Tensor<T> Create(Device device, T[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create(device, Span(values), [values.GetLength(0), values.GetLength(1)]);
    }

    /// <summary>Makes the tensor that a custom operation writes its result to: on the innermost tape of its operands. Its elements are undefined.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="operands">The operands; at least one.</param>
    /// <exception cref="ArgumentException">There is no operand.</exception>
    /// <exception cref="InvalidOperationException">The operands are on different devices, or on tapes of which neither is inside the other.</exception>
    public static Tensor<T> ForResult(Shape shape, params ReadOnlySpan<Tensor> operands)
    {
        Tape? tape = Nn.Tape.Of(operands);
        return Allocate(tape?.Stream ?? operands[0].Stream, tape, shape);
    }

    /// <summary>
    /// Replaces the elements by those of host memory, in stream order. The source may be changed as soon as the call returns.
    /// </summary>
    /// <param name="values">The elements, row by row.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the shape has.</exception>
    /// <exception cref="InvalidOperationException">The tensor is a view whose elements do not lie densely.</exception>
    public void CopyFrom(ReadOnlySpan<T> values)
    {
        ThrowIfNotOfLength(values.Length, Shape);
        if (!IsContiguous)
        {
            throw new InvalidOperationException("Only a tensor whose elements lie densely can be copied to.");
        }

        Stream.Copy(values, Elements);
    }

    /// <summary>Copies the elements to host memory, row by row, and waits for them.</summary>
    /// <param name="destination">At least as many elements.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (IsContiguous)
        {
            Stream.Copy(Elements.SubView(0, Length), destination);
            return;
        }

        using Tensor<T> dense = Allocate(Stream, null, Shape);
        dense.Fill(this);
        Stream.Copy(dense.Elements, destination);
    }

    /// <summary>Copies the elements to a new array, row by row, and waits for them.</summary>
    public T[] ToArray()
    {
        T[] result = new T[Length];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements of a two-dimensional array, row by row.</summary>
    internal static ReadOnlySpan<T> Span(T[,] values) => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);

    /// <summary>The only element. Waits for it.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    public T ToScalar()
    {
        if (Length != 1)
        {
            throw new InvalidOperationException($"A tensor of shape {Shape} is no scalar.");
        }

        T value = default;
        CopyTo(new Span<T>(ref value));
        return value;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Tensor<{typeof(T).Name}> {Shape} on {Device.Id}";

    /// <summary>Makes the tensor that a result is written to, on the innermost tape of an operand and indices.</summary>
    internal static Tensor<T> ForResult(Shape shape, Tensor operand, IndexTensor indices)
    {
        Tape? tape = Nn.Tape.Of(operand, indices);
        return Allocate(tape?.Stream ?? operand.Stream, tape, shape);
    }

    /// <exception cref="ArgumentException">Values are not as many as the elements of a shape.</exception>
    internal static void ThrowIfNotOfLength(int values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values != shape.Length)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Length} elements, but {values} were given.", nameof(values));
        }
    }

    /// <summary>Makes a dense tensor on a tape, or without one.</summary>
    internal static Tensor<T> Allocate(DeviceStream stream, Tape? tape, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        tape?.ThrowIfDisposed();
        var storage = new Storage(stream.Device.Allocate<T>(shape.Length, stream));
        tape?.Own(storage);
        return new Tensor<T>(storage, shape, shape.DenseStrides(), 0, stream, tape);
    }

    /// <summary>The same memory seen otherwise, on the same tape; what it depends on is not recorded.</summary>
    internal Tensor<T> View(Shape shape, long[] strides, long offset) => new(Storage, shape, strides, offset, Stream, Tape);

    /// <summary>The same tensor as a member of another tape, which does not own it, or without one.</summary>
    internal Tensor<T> OnTape(Tape? tape, Node? node) => new(Storage, Shape, Strides, Offset, tape?.Stream ?? Stream, tape) { Node = node };

    /// <summary>The elements at the places of a shape that this one broadcasts to.</summary>
    internal StridedOperand<T> Operand(ReadOnlySpan<long> strides) => new(Elements, strides);

    /// <summary>Writes another tensor's elements here, broadcast.</summary>
    internal void Fill(Tensor<T> source) => PointwiseLaunch.Apply(
        Stream, default(IdentityFunction<T>), Shape.Extents, Operand(Strides), source.Operand(source.StridesIn(Shape)));

    /// <summary>The strides at the places of a shape that this one's broadcasts to.</summary>
    internal long[] StridesIn(Shape shape)
    {
        if (shape.Equals(Shape))
        {
            return Strides;
        }

        long[] strides = new long[shape.Rank];
        for (int i = 0; i < Rank; i++)
        {
            strides[shape.Rank - Rank + i] = Shape[i] == 1 ? 0 : Strides[i];
        }

        return strides;
    }

    /// <inheritdoc/>
    internal override Tensor Like(Tape tape, int value) => tape.Full(T.CreateChecked(value), Shape);

    /// <inheritdoc/>
    internal override Tensor Plus(Tensor other) => this + (Tensor<T>)other;
}
