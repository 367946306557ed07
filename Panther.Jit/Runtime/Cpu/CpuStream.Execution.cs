using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>What the commands do.</summary>
internal sealed unsafe partial class CpuStream
{
    private readonly KernelGroups kernelGroups = new();
    private readonly BulkMove bulkMove = new();
    private DeviceException? failure;

    private void Execute(CpuCommand command)
    {
        switch (command.Kind)
        {
            case CpuCommandKind.Record:
                ((CpuEvent)command.Target!).Complete();
                break;
            case CpuCommandKind.Wait:
                ((CpuEvent)command.Target!).WaitInStream();
                break;
            case CpuCommandKind.Notify:
                Notify((TaskCompletionSource)command.Target!);
                break;
            case CpuCommandKind.CopyStaged:
                bulkMove.Copy(scheduler, command.Source, command.Destination, command.Count);
                NativeMemory.Free((void*)command.Source);
                break;
            case CpuCommandKind.Copy:
                bulkMove.Copy(scheduler, command.Source, command.Destination, command.Count);
                break;
            case CpuCommandKind.Fill:
                bulkMove.Fill(scheduler, command.Destination, command.Count, command.Parameters);
                break;
            default:
                ExecuteCode(command);
                break;
        }
    }

    /// <summary>Kernels and host routines may fail; after a failure they are skipped until the host has been told.</summary>
    private void ExecuteCode(CpuCommand command)
    {
        if (Volatile.Read(ref failure) is not null)
        {
            return;
        }

        try
        {
            if (command.Kind == CpuCommandKind.Kernel)
            {
                KernelConfig config = command.Config;
                kernelGroups.Set(command.Code!, command.Parameters.Start, config);
                scheduler.Run(config.GridDim.Size, kernelGroups);
            }
            else
            {
                ((HostRoutine)command.Target!).Execute(scheduler);
            }
        }
        catch (Exception exception)
        {
            Volatile.Write(ref failure, Failure($"{command.Kind} {command.Name}", $"{exception.GetType().Name}: {exception.Message}", exception));
        }
    }

    /// <summary>Tells a waiter how it went. A failure that a cancelled waiter did not take stays for the next one.</summary>
    private void Notify(TaskCompletionSource source)
    {
        if (Volatile.Read(ref failure) is not { } thrown)
        {
            source.TrySetResult();
        }
        else if (source.TrySetException(thrown))
        {
            Volatile.Write(ref failure, null);
        }
    }

    private void ThrowFailure()
    {
        if (Interlocked.Exchange(ref failure, null) is { } thrown)
        {
            throw thrown;
        }
    }
}
