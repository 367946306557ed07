using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>Tells whoever watches a computation how far it is, and stops it when asked to.</summary>
internal sealed class Steps(DeviceStream stream, IProgress<StepProgress>? progress, CancellationToken cancellation, int planned)
{
    private int completed;

    /// <summary>Gets or sets how many steps there will be.</summary>
    public int Planned { get; set; } = planned;

    /// <summary>Notes a step whose work has been enqueued.</summary>
    /// <remarks>Nothing waits for the device unless somebody watches or may cancel: they need to know when the work is done.</remarks>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public void Completed(string step)
    {
        completed++;
        if (progress is not null || cancellation.CanBeCanceled)
        {
            stream.Synchronize();
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StepProgress(step, completed, Math.Max(completed, Planned)));
        }
    }
}
