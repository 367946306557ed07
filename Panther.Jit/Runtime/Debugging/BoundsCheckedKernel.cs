using Panther.Jit.Compilation;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>A kernel whose code checks indices: each launch passes the record of its stream behind the arguments.</summary>
internal sealed unsafe class BoundsCheckedKernel(CompiledKernel code, BoundsSites sites) : CompiledKernel(code.Device, code.Name)
{
    /// <summary>The alignment of parameter blocks.</summary>
    private const int Alignment = 16;

    public BoundsSites Sites { get; } = sites;

    /// <inheritdoc/>
    public override int IndicesPerThread => code.IndicesPerThread;

    /// <inheritdoc/>
    public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
    {
        int offset = (parameterBlock.Length + sizeof(long) - 1) & -sizeof(long);
        byte* memory = stackalloc byte[offset + sizeof(long) + Alignment];
        byte* block = (byte*)(((nint)memory + Alignment - 1) & -Alignment);
        parameterBlock.CopyTo(new Span<byte>(block, offset));
        *(long*)(block + offset) = stream.BoundsRecord(this);
        code.Launch(stream, config, new ReadOnlySpan<byte>(block, offset + sizeof(long)));
    }
}
