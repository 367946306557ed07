namespace Panther.Jit.Runtime.Cuda;

/// <summary>Waiting without a thread.</summary>
internal sealed partial class CudaStream
{
    /// <inheritdoc/>
    /// <remarks>Uses <c>cuStreamAddCallback</c>: unlike a function enqueued by <c>cuLaunchHostFunc</c> it is called, with the error, also when the
    /// work before it failed, so no waiter hangs.</remarks>
    public override async Task SynchronizeAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<CudaResult> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AddCallback(source);
        Check(await source.Task.WaitAsync(cancellationToken).ConfigureAwait(false), "work on the stream");
        CheckBounds();
    }
}
