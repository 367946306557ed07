using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>Waiting without a thread.</summary>
internal sealed partial class OpenClStream
{
    private const int Complete = 0;

    /// <inheritdoc/>
    /// <remarks>The driver calls back when a marker is reached, with a negative status when the work before it failed.</remarks>
    public override Task SynchronizeAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        long count = Volatile.Read(ref enqueued);
        return WaitAsync(NotifyWhenReached(), count, cancellationToken);
    }

    [UnmanagedCallersOnly]
    private static unsafe void OnReached(nint mark, int status, nint state)
    {
        GCHandle handle = GCHandle.FromIntPtr(state);
        Notification notification = (Notification)handle.Target!;
        handle.Free();
        _ = notification.Driver.ReleaseEvent(mark);
        notification.Source.TrySetResult((OpenClResult)Math.Min(status, Complete));
    }

    private unsafe Task<OpenClResult> NotifyWhenReached()
    {
        Notification notification = new(driver);
        nint mark = EnqueueMarker();
        GCHandle state = GCHandle.Alloc(notification);
        OpenClResult result = driver.SetEventCallback(mark, Complete, &OnReached, GCHandle.ToIntPtr(state));
        if (result != OpenClResult.Success)
        {
            state.Free();
            _ = driver.ReleaseEvent(mark);
            Check(result, "clSetEventCallback");
        }

        return notification.Source.Task;
    }

    private async Task WaitAsync(Task<OpenClResult> notified, long count, CancellationToken cancellationToken)
    {
        Check(await notified.WaitAsync(cancellationToken).ConfigureAwait(false), "work on the stream");
        NoteReached(count);
        CheckBounds();
    }

    private sealed class Notification(OpenClDriver driver)
    {
        public OpenClDriver Driver { get; } = driver;

        public TaskCompletionSource<OpenClResult> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
