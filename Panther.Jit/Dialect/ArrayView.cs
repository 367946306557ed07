using System.Runtime.CompilerServices;

namespace Panther.Jit.Dialect;

/// <summary>A contiguous run of elements in the memory of a device; copying the view copies no element.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Inside a kernel an index outside <c>[0, Length)</c> is undefined behaviour, unless it is compiled with <c>JitOptions.Debug</c>, which checks. On the host the elements can be reached
/// only where the device shares the host's memory, and indices are checked.
/// </remarks>
public readonly unsafe struct ArrayView<T>
    where T : unmanaged
{
    private readonly IViewSource? owner;
    private readonly nint address;
    private readonly long length;

    /// <summary>Initializes a view of host memory, for the CPU device or for reading on the host.</summary>
    /// <param name="pointer">The first element; the memory must stay where it is while the view is used.</param>
    /// <param name="length">The number of elements.</param>
    public ArrayView(T* pointer, long length)
        : this(null, (nint)pointer, length)
    {
    }

    internal ArrayView(IViewSource? owner, nint address, long length)
    {
        this.owner = owner;
        this.address = address;
        this.length = length;
    }

    /// <summary>Gets the number of elements.</summary>
    public long Length
    {
        [Intrinsic(Intrinsic.ViewLength)]
        get => length;
    }

    /// <summary>Gets the number of elements as a 32-bit integer.</summary>
    public int IntLength => (int)Length;

    /// <summary>Gets the number of bytes.</summary>
    public long LengthInBytes => Length * Unsafe.SizeOf<T>();

    /// <summary>Gets a value indicating whether the view points at memory at all.</summary>
    public bool IsValid
    {
        [Intrinsic(Intrinsic.ViewIsValid)]
        get => address != 0;
    }

    /// <summary>Tells whether the first element lies at a multiple of some bytes. For launchers that choose between narrow and wide accesses, not for kernels.</summary>
    /// <param name="bytes">The bytes, a power of two.</param>
    public bool IsAlignedTo(int bytes) => (address & (bytes - 1)) == 0;

    internal IViewSource? Owner => owner;

    internal nint Address => address;

    /// <summary>Gets a reference to an element.</summary>
    /// <param name="index">The zero-based index.</param>
    public ref T this[int index]
    {
        [Intrinsic(Intrinsic.ViewElement)]
        get => ref HostElement(index);
    }

    /// <inheritdoc cref="this[int]"/>
    public ref T this[long index]
    {
        [Intrinsic(Intrinsic.ViewElement)]
        get => ref HostElement(index);
    }

    /// <inheritdoc cref="this[int]"/>
    public ref T this[Index1D index] => ref this[index.X];

    /// <inheritdoc cref="this[int]"/>
    public ref T this[LongIndex1D index] => ref this[index.X];

    /// <summary>Returns the view of <paramref name="length"/> elements from <paramref name="offset"/>.</summary>
    /// <param name="offset">The first element.</param>
    /// <param name="length">The number of elements.</param>
    [Intrinsic(Intrinsic.ViewSubView)]
    public ArrayView<T> SubView(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, this.length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, this.length - offset);
        return new ArrayView<T>(owner, address + (nint)(offset * sizeof(T)), length);
    }

    /// <summary>Returns the view of all elements from <paramref name="offset"/>.</summary>
    /// <param name="offset">The first element.</param>
    public ArrayView<T> SubView(long offset) => SubView(offset, Length - offset);

    /// <summary>Reinterprets the bytes as elements of another type; trailing bytes that fill no element are left out.</summary>
    /// <typeparam name="TOther">The other element type; its alignment must hold for the view's address.</typeparam>
    [Intrinsic(Intrinsic.ViewCast)]
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
        => new(owner, address, length * sizeof(T) / sizeof(TOther));

    private ref T HostElement(long index)
    {
        if ((ulong)index >= (ulong)length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The view has {length} elements.");
        }

        if (owner is { IsHostAccessible: false })
        {
            throw new InvalidOperationException("The view's elements live in device memory; copy the buffer to the host to read them.");
        }

        if (owner is { IsDisposed: true })
        {
            throw new ObjectDisposedException($"ArrayView<{typeof(T).Name}>");
        }

        return ref ((T*)address)[index];
    }
}
