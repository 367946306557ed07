using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// A kernel loaded on a device: <see cref="Device.LoadKernel{T1}(Action{T1}, JitOptions?)"/> makes it. Loading the same method again gives the same object.
/// Launching allocates nothing and may be done from any thread.
/// </summary>
public abstract partial class Kernel
{
    private readonly MethodInfo method;
    private readonly ArgumentShape[] arguments;
    private readonly int dimensions;
    private readonly Index3D group;

    private protected Kernel(Device device, MethodInfo method, JitOptions options, ArgumentShape[] arguments)
    {
        Device = device;
        Options = options;
        this.method = method;
        this.arguments = arguments;
        dimensions = IndexArgument.Dimensions(arguments[0].Type);
        Form = IndexArgument.Form(arguments[0].Type);
        Name = $"{method.DeclaringType?.Name}.{method.Name}";
        group = dimensions == 0 ? default : device.ImplicitGroup(dimensions);

        int end = arguments.Aggregate(0, (offset, argument) => argument.End(offset));
        KeyOffset = (end + 15) & -16;
        keyBytes = arguments.Sum(argument => argument.KeyBytes);
        BlockBytes = Math.Max(16, KeyOffset + keyBytes);
    }

    /// <summary>The device whose streams the kernel can be launched on.</summary>
    public Device Device { get; }

    /// <summary>The kernel's name in messages: type and method.</summary>
    public string Name { get; }

    /// <summary>Whether the launcher or the caller chooses the groups.</summary>
    public KernelForm Form { get; }

    /// <summary>How the kernel is compiled.</summary>
    public JitOptions Options { get; }

    /// <summary>Stack bytes of a launch: the parameter block and the key behind it.</summary>
    internal int BlockBytes { get; }

    internal int KeyOffset { get; }

    internal void ThrowWrongDevice(DeviceStream stream)
        => throw new ArgumentException($"The kernel {Name} was loaded on {Device.Id} and is launched on a stream of {stream.Device.Id}.", nameof(stream));

    /// <summary>Launches an implicitly grouped kernel over an extent.</summary>
    private protected void EnqueueExtent<TIndex>(ref ParameterBlock block, ref TIndex index)
        where TIndex : struct
    {
        if (Form != KernelForm.Implicit)
        {
            throw new InvalidOperationException($"The kernel {Name} is explicitly grouped: launch it with a KernelConfig.");
        }

        LongIndex3D extent = IndexArgument.Extent(ref index);
        if ((extent.X | extent.Y | extent.Z) < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"The extent {extent} of a launch of {Name} is negative.");
        }

        CompiledKernel code = Select(ref block);
        if (extent.X == 0 || extent.Y == 0 || extent.Z == 0)
        {
            return;
        }

        Index3D grid = new(
            Groups(extent.X, group.X * code.IndicesPerThread),
            dimensions < 2 ? 1 : Groups(extent.Y, group.Y),
            dimensions < 3 ? 1 : Groups(extent.Z, group.Z));
        Enqueue(code, ref block, new KernelConfig(grid, group));
    }

    /// <summary>Launches an explicitly grouped kernel.</summary>
    private protected void EnqueueGroups(ref ParameterBlock block, in KernelConfig config)
    {
        if (Form != KernelForm.Explicit)
        {
            throw new InvalidOperationException($"The kernel {Name} is implicitly grouped: launch it with an extent.");
        }

        Index3D grid = config.GridDim;
        Index3D threads = config.GroupDim;
        if ((grid.X | grid.Y | grid.Z | config.DynamicSharedBytes) < 0 || threads.X < 1 || threads.Y < 1 || threads.Z < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(config), $"The launch of {Name} with {config} has a negative size or an empty group.");
        }

        if (threads.Size > Device.MaxThreadsPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(config), $"The launch of {Name} asks for {threads.Size} threads in a group; {Device.Id} allows {Device.MaxThreadsPerGroup}.");
        }

        CompiledKernel code = Select(ref block);
        if (grid.X == 0 || grid.Y == 0 || grid.Z == 0)
        {
            return;
        }

        Enqueue(code, ref block, config);
    }

    private static unsafe void Enqueue(CompiledKernel code, ref ParameterBlock block, in KernelConfig config)
        => block.Stream.Enqueue(code, config, new ReadOnlySpan<byte>(block.Start, block.Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Groups(long extent, int size) => checked((int)(((extent - 1) / size) + 1));
}
