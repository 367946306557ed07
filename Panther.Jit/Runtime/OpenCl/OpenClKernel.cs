using System.Runtime.CompilerServices;
using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A kernel of an OpenCL program.</summary>
/// <remarks>Arguments belong to the kernel object and stay set from call to call, so two threads may not share one while they launch: a few
/// copies of the object are made as threads come, each with a lock.</remarks>
internal sealed unsafe class OpenClKernel : CompiledKernel
{
    private const int Copies = 4;

    private readonly OpenClDevice device;
    private readonly string entry;
    private readonly OpenClArguments arguments;
    private readonly KernelCopy[] copies = [new(), new(), new(), new()];
    private readonly long sharedBytes;
    private readonly long maxThreads;

    public OpenClKernel(OpenClDevice device, string name, OpenClProgram program, OpenClModule module)
        : base(device, name)
    {
        this.device = device;
        Program = program;
        entry = module.EntryName;
        arguments = new OpenClArguments(module.Parameters);
        nint kernel = copies[0].Handle = program.CreateKernel(entry);
        sharedBytes = Ask(kernel, OpenClQuery.KernelLocalMemSize);
        maxThreads = Ask(kernel, OpenClQuery.KernelWorkGroupSize);
    }

    /// <summary>The program that the kernel is in.</summary>
    public OpenClProgram Program { get; }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
    {
        long shared = sharedBytes + config.DynamicSharedBytes;
        if (shared > device.MaxSharedBytesPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config), $"{Name} asks for {shared} bytes of shared memory in a group; {device.Id} has {device.MaxSharedBytesPerGroup}.");
        }

        nuint* local = stackalloc nuint[] { (nuint)config.GroupDim.X, (nuint)config.GroupDim.Y, (nuint)config.GroupDim.Z };
        nuint* global = stackalloc nuint[]
        {
            local[0] * (nuint)config.GridDim.X, local[1] * (nuint)config.GridDim.Y, local[2] * (nuint)config.GridDim.Z,
        };
        KernelCopy copy = copies[(uint)Environment.CurrentManagedThreadId % Copies];
        OpenClResult result;
        lock (copy)
        {
            if (copy.Handle == 0)
            {
                copy.Handle = Program.CreateKernel(entry);
            }

            result = arguments.Set(device, copy.Handle, parameterBlock, config.DynamicSharedBytes);
            if (result == OpenClResult.Success)
            {
                result = ((OpenClStream)stream).EnqueueKernel(copy.Handle, global, local);
            }
        }

        if (result != OpenClResult.Success)
        {
            throw stream.Failure(
                $"clEnqueueNDRangeKernel({Name}, {config})", $"{OpenClDriver.Describe(result)}. The driver allows this kernel {maxThreads} threads in a group.");
        }
    }

    private long Ask(nint kernel, OpenClQuery query)
    {
        ulong value;
        OpenClDriver.Check(
            device.Driver.GetKernelWorkGroupInfo(kernel, device.Info.Handle, query, sizeof(ulong), &value, null), $"clGetKernelWorkGroupInfo({Name})", device.Id);
        return (long)value;
    }

    private sealed class KernelCopy
    {
        public nint Handle { get; set; }
    }
}
