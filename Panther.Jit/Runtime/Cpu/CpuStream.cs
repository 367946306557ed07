using System.Runtime.InteropServices;
using Panther.Jit.Backends.Cpu;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>
/// An in-order queue of commands. A thread of the stream executes them; a host thread that waits for the stream executes them itself when the
/// stream's thread has not begun, which saves a wake-up. Kernels spread over the cores through the device's <see cref="GroupScheduler"/>.
/// </summary>
internal sealed unsafe partial class CpuStream(CpuDevice device, bool isDefault) : DeviceStream(device, isDefault)
{
    /// <summary>Copies from the host up to this size are staged when the stream is busy; larger ones wait for it.</summary>
    private const long LargestStagedCopy = 1 << 20;

    private readonly GroupScheduler scheduler = device.Scheduler;
    private readonly TimeSpan patience = device.StreamPatience;

    /// <inheritdoc/>
    public override bool IsIdle => Volatile.Read(ref completed) == Volatile.Read(ref enqueued);

    /// <inheritdoc/>
    public override void Synchronize()
    {
        ThrowIfDisposed();
        WaitIdle();
        ThrowFailure();
        CheckBounds();
    }

    /// <inheritdoc/>
    public override Task SynchronizeAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(CpuCommandKind.Notify, source);
        return ThenCheckBounds(CancelableAsync(source, cancellationToken));
    }

    /// <inheritdoc/>
    public override DeviceEvent RecordEvent()
    {
        ThrowIfDisposed();
        CpuEvent mark = new(Device);
        Enqueue(CpuCommandKind.Record, mark);
        return mark;
    }

    /// <summary>Enqueues the groups of a kernel.</summary>
    public void EnqueueKernel(string name, CpuKernelCode code, in KernelConfig config, ReadOnlySpan<byte> parameters)
    {
        ThrowIfDisposed();
        lock (queue)
        {
            CpuCommand command = NextFree();
            command.Kind = CpuCommandKind.Kernel;
            command.Name = name;
            command.Code = code;
            command.Config = config;
            command.Parameters.Set(parameters);
            Publish();
        }

        Wake();
    }

    /// <inheritdoc/>
    internal override void WaitIdle()
    {
        if (executingThread == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A host routine cannot wait for the stream that executes it.");
        }

        WaitFor(Volatile.Read(ref enqueued));
    }

    private protected override void EnqueueWait(DeviceEvent deviceEvent)
    {
        ThrowIfDisposed();
        if (!deviceEvent.IsCompleted)
        {
            Enqueue(CpuCommandKind.Wait, deviceEvent);
        }
    }

    internal override void CopyFromHost(void* source, nint destination, long bytes)
    {
        if (!IsIdle && bytes <= LargestStagedCopy)
        {
            void* staging = NativeMemory.Alloc((nuint)bytes);
            NativeMemory.Copy(source, staging, (nuint)bytes);
            EnqueueMove(CpuCommandKind.CopyStaged, (nint)staging, destination, bytes);
            return;
        }

        EnqueueMove(CpuCommandKind.Copy, (nint)source, destination, bytes);
        WaitIdle();
    }

    private protected override void CopyToHost(nint source, void* destination, long bytes)
    {
        if (bytes > 0)
        {
            EnqueueMove(CpuCommandKind.Copy, source, (nint)destination, bytes);
        }

        Synchronize();
    }

    internal override void CopyOnDevice(nint source, nint destination, long bytes)
        => EnqueueMove(CpuCommandKind.Copy, source, destination, bytes);

    internal override void FillOnDevice(nint destination, long count, ReadOnlySpan<byte> element)
    {
        lock (queue)
        {
            CpuCommand command = NextFree();
            command.Kind = CpuCommandKind.Fill;
            command.Destination = destination;
            command.Count = count;
            command.Parameters.Set(element);
            Publish();
        }

        Wake();
    }

    internal override void EnqueueHostRoutine(string name, HostRoutine routine)
    {
        lock (queue)
        {
            CpuCommand command = NextFree();
            command.Kind = CpuCommandKind.Host;
            command.Name = name;
            command.Target = routine;
            Publish();
        }

        Wake();
    }

    private protected override void Release() => StopThread();

    private void EnqueueMove(CpuCommandKind kind, nint source, nint destination, long bytes)
    {
        lock (queue)
        {
            CpuCommand command = NextFree();
            command.Kind = kind;
            command.Source = source;
            command.Destination = destination;
            command.Count = bytes;
            Publish();
        }

        Wake();
    }

    private void Enqueue(CpuCommandKind kind, object target)
    {
        lock (queue)
        {
            CpuCommand command = NextFree();
            command.Kind = kind;
            command.Target = target;
            Publish();
        }

        Wake();
    }
}
