namespace Panther.Jit.Runtime.OpenCl;

/// <summary>Whether a queue is idle, which OpenCL does not tell: commands are counted, and a marker is asked where the count leaves it open.</summary>
internal sealed unsafe partial class OpenClStream
{
    private readonly Lock progress = new();
    private long enqueued;
    private long reached;
    private nint marker;
    private long markedAt;

    /// <inheritdoc/>
    public override bool IsIdle
    {
        get
        {
            ThrowIfDisposed();
            lock (progress)
            {
                AskMarker();
                if (reached == Volatile.Read(ref enqueued))
                {
                    return true;
                }

                if (marker == 0)
                {
                    markedAt = Volatile.Read(ref enqueued);
                    marker = EnqueueMarker();
                    AskMarker();
                }

                return reached == Volatile.Read(ref enqueued);
            }
        }
    }

    /// <summary>Counts a command after it was enqueued: before, a wait in between could take it for done.</summary>
    private OpenClResult Enqueued(OpenClResult result)
    {
        Interlocked.Increment(ref enqueued);
        return result;
    }

    private void NoteReached(long count)
    {
        lock (progress)
        {
            reached = Math.Max(reached, count);
        }
    }

    private void AskMarker()
    {
        if (marker != 0 && driver.IsReached(marker, device.Id))
        {
            reached = Math.Max(reached, markedAt);
            ForgetMarker();
        }
    }

    private void ForgetMarker()
    {
        if (marker != 0)
        {
            _ = driver.ReleaseEvent(marker);
            marker = 0;
        }
    }
}
