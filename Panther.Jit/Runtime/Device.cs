using Panther.Jit.Compilation;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// Something that runs kernels: an NVIDIA GPU, an OpenCL device or this machine's processor. Devices found by discovery live as long as the process;
/// a program has no need to dispose them. All members may be called from any thread.
/// </summary>
public abstract partial class Device : IDisposable
{
    private readonly Lock opening = new();
    private DeviceStream? defaultStream;
    private MemoryPool? pool;

    private protected Device(string id, string name, DeviceKind kind)
    {
        Id = id;
        Name = name;
        Kind = kind;
    }

    /// <summary>The device's id in this process, such as <c>cuda:0</c>, <c>opencl:0</c> or <c>cpu:0</c>.</summary>
    public string Id { get; }

    /// <summary>The name that the driver or the processor gives.</summary>
    public string Name { get; }

    /// <summary>The kind of device.</summary>
    public DeviceKind Kind { get; }

    /// <summary>Threads that execute together: lanes of a warp on an NVIDIA GPU, of a vector on the CPU; 1 on an OpenCL device, which keeps this to itself.</summary>
    public abstract int WarpSize { get; }

    /// <summary>The most threads a group may have.</summary>
    public abstract int MaxThreadsPerGroup { get; }

    /// <summary>The most shared memory a group may have, static and dynamic together, in bytes.</summary>
    public abstract int MaxSharedBytesPerGroup { get; }

    /// <summary>Multiprocessors of a GPU, compute units of an OpenCL device, worker threads of the CPU device.</summary>
    public abstract int MultiprocessorCount { get; }

    /// <summary>Whether kernels run on this machine's processor: on the CPU device, and through an OpenCL driver for processors.</summary>
    public abstract bool IsProcessor { get; }

    /// <summary>The memory: total, free, pooled, in use.</summary>
    public DeviceMemory Memory => Pool.Statistics;

    /// <summary>The stream that is used where none is named.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public DeviceStream DefaultStream => defaultStream ?? OpenDefaultStream();

    /// <summary>
    /// The most bytes that the pool keeps for reuse. When a buffer that is given back takes it above, memory goes back to the driver, least recently
    /// used first; memory whose stream is busy may exceed the limit until a later buffer is given back. A quarter of the memory on the CPU, without limit on GPUs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public long PoolLimit
    {
        get => Pool.Limit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Pool.Limit = value;
            Pool.Trim(value);
        }
    }

    /// <summary>What turns methods into code; a test may put its own.</summary>
    internal IKernelCompiler Compiler { get; set; } = KernelCompiler.Instance;

    internal MemoryPool Pool => pool ?? OpenPool();

    internal bool IsDisposed { get; private set; }

    /// <summary>Whether the device can do something.</summary>
    /// <param name="feature">The feature.</param>
    public abstract bool Supports(DeviceFeature feature);

    /// <summary>Describes a matrix and its tiles for copies by <see cref="BulkCopy"/>; kernels take the description in a buffer.</summary>
    /// <typeparam name="T">The element type: an integer, <see cref="Half"/>, <see cref="BFloat16"/>, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, at a multiple of 16 bytes; the description holds its address and does not keep it alive.</param>
    /// <param name="tiling">Its shape and the tiles'.</param>
    /// <exception cref="ArgumentException">The element type is none of these, or the matrix does not fit the view.</exception>
    /// <exception cref="NotSupportedException">The device has no <see cref="DeviceFeature.BulkCopy"/>.</exception>
    /// <exception cref="DeviceException">The driver refuses the shape.</exception>
    public TensorMap DescribeTensor<T>(ArrayView<T> matrix, TensorTiling tiling)
        where T : unmanaged
    {
        if (!Supports(DeviceFeature.BulkCopy))
        {
            throw new NotSupportedException($"{Id} ({Name}) has no {nameof(DeviceFeature)}.{nameof(DeviceFeature.BulkCopy)}, and so no tensor maps.");
        }

        return tiling is { Rows: > 0, Columns: > 0 } && tiling.RowStride >= tiling.Columns && ((tiling.Rows - 1) * tiling.RowStride) + tiling.Columns <= matrix.Length
            ? DescribeTensorCore(matrix, tiling)
            : throw new ArgumentException($"A matrix of {tiling} does not fit a view of {matrix.Length} elements.", nameof(tiling));
    }

    /// <summary>Makes a stream whose work may overlap with that of other streams.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public DeviceStream CreateStream() => OpenStream(isDefault: false);

    /// <summary>Allocates a buffer from the pool. Its contents are undefined.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements; may be zero.</param>
    /// <param name="stream">The stream in whose order the buffer will mostly be used, or <see langword="null"/> for the default stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OverflowException">The size in bytes does not fit in 63 bits.</exception>
    /// <exception cref="DeviceOutOfMemoryException">There is not enough memory, even after trimming the pool.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public unsafe DeviceBuffer<T> Allocate<T>(long length, DeviceStream? stream = null)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        DeviceStream order = stream ?? DefaultStream;
        if (order.Device != this)
        {
            throw new ArgumentException($"A buffer of {Id} cannot be allocated for a stream of {order.Device.Id}.", nameof(stream));
        }

        ObjectDisposedException.ThrowIf(order.IsDisposed, order);
        long bytes = checked(length * sizeof(T));
        return new DeviceBuffer<T>(order is RecordingStream recording ? recording.Allocate(bytes) : new DeviceAllocation(this, bytes, order), length);
    }

    /// <summary>Allocates a buffer whose bytes are all zero.</summary>
    /// <inheritdoc cref="Allocate{T}(long, DeviceStream?)"/>
    public DeviceBuffer<T> AllocateZeroed<T>(long length, DeviceStream? stream = null)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = Allocate<T>(length, stream);
        buffer.Clear(stream);
        return buffer;
    }

    /// <summary>Allocates a buffer and copies host memory into it. The source may be changed as soon as the call returns.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="data">The contents.</param>
    /// <param name="stream">The stream that orders the copy, or <see langword="null"/> for the default stream.</param>
    /// <exception cref="DeviceOutOfMemoryException">There is not enough memory, even after trimming the pool.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public DeviceBuffer<T> Allocate<T>(ReadOnlySpan<T> data, DeviceStream? stream = null)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = Allocate<T>(data.Length, stream);
        buffer.CopyFrom(data, stream);
        return buffer;
    }

    /// <summary>Notes the most memory that buffers hold from now on, until what is returned is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public DeviceMemoryWatch WatchMemory() => new(Pool);

    /// <summary>Gives pooled memory back to the driver. Blocks until the streams that last used it are idle.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public void TrimPool() => Pool.Trim();

    /// <summary>Gives pooled memory back to the driver, least recently used first, until the pool holds at most so many bytes. Leaves memory whose stream is busy; does not block.</summary>
    /// <param name="keptBytes">What the pool may keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public void TrimPool(long keptBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keptBytes);
        Pool.Trim(keptBytes);
    }

    /// <summary>Waits for the default stream, gives pooled memory back and releases the driver's objects. Buffers and streams of the device become unusable.</summary>
    public void Dispose()
    {
        lock (opening)
        {
            if (IsDisposed)
            {
                return;
            }

            defaultStream?.Close();
            pool?.Close();
            IsDisposed = true;
        }

        Release();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Name})";

    /// <summary>Called for a stream that is going away.</summary>
    internal void Forget(DeviceStream stream) => pool?.Forget(stream);

    /// <summary>The group that an implicitly grouped kernel of so many dimensions (1 to 3) runs in.</summary>
    internal abstract Index3D ImplicitGroup(int dimensions);

    /// <summary>Makes a graph of recorded work.</summary>
    internal virtual LaunchGraph CreateGraph(RecordedWork work) => new ReplayedGraph(work);

    private protected virtual TensorMap DescribeTensorCore<T>(ArrayView<T> matrix, in TensorTiling tiling)
        where T : unmanaged
        => throw new NotSupportedException();

    private protected abstract DeviceStream OpenStream(bool isDefault);

    private protected abstract MemoryPool CreatePool();

    private protected abstract void Release();

    private DeviceStream OpenDefaultStream()
    {
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return defaultStream ??= OpenStream(isDefault: true);
        }
    }

    private MemoryPool OpenPool()
    {
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return pool ??= CreatePool();
        }
    }
}
