using Panther.Jit.Compilation;

namespace Panther.Jit.Runtime;

/// <summary>What checks of indices report.</summary>
public abstract partial class DeviceStream
{
    private readonly Lock boundsGate = new();
    private Dictionary<BoundsCheckedKernel, DeviceBuffer<long>>? boundsRecords;
    private bool isCheckingBounds;

    /// <summary>The address of the record that a kernel's launches on this stream report to.</summary>
    internal nint BoundsRecord(BoundsCheckedKernel kernel)
    {
        lock (boundsGate)
        {
            boundsRecords ??= [];
            if (!boundsRecords.TryGetValue(kernel, out DeviceBuffer<long>? record))
            {
                boundsRecords.Add(kernel, record = Device.Allocate<long>(new long[BoundsSites.RecordLongs], this));
            }

            return record.View.Address;
        }
    }

    /// <summary>Looks, after the stream's work is done, whether a check has failed; each failure is told of once.</summary>
    /// <exception cref="KernelBoundsException">One has.</exception>
    private protected unsafe void CheckBounds()
    {
        if (boundsRecords is null || isCheckingBounds)
        {
            return;
        }

        lock (boundsGate)
        {
            // Reading a record waits for the stream, which would come back here.
            isCheckingBounds = true;
            long* found = stackalloc long[BoundsSites.RecordLongs];
            long* none = stackalloc long[BoundsSites.RecordLongs];
            try
            {
                foreach ((BoundsCheckedKernel kernel, DeviceBuffer<long> record) in boundsRecords)
                {
                    CopyToHost(record.View.Address, found, BoundsSites.RecordLongs * sizeof(long));
                    if ((int)found[0] is var site and not 0)
                    {
                        CopyFromHost(none, record.View.Address, BoundsSites.RecordLongs * sizeof(long));
                        throw new KernelBoundsException(this, kernel.Name, kernel.Sites[site], found[1], found[2]);
                    }
                }
            }
            finally
            {
                isCheckingBounds = false;
            }
        }
    }

    /// <summary>Looks at the records once a wait has ended well.</summary>
    private protected Task ThenCheckBounds(Task waited) => boundsRecords is null ? waited : CheckAfter(waited);

    private async Task CheckAfter(Task waited)
    {
        await waited.ConfigureAwait(false);
        CheckBounds();
    }

    private void FreeBoundsRecords()
    {
        lock (boundsGate)
        {
            if (boundsRecords is { } records)
            {
                boundsRecords = null;
                foreach (DeviceBuffer<long> record in records.Values)
                {
                    record.Dispose();
                }
            }
        }
    }
}
