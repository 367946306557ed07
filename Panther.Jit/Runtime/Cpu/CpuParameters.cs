using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>Native bytes aligned to a cache line that grow to the largest block they ever held.</summary>
internal sealed unsafe class CpuParameters
{
    private int capacity;

    ~CpuParameters() => NativeMemory.AlignedFree(Start);

    public byte* Start { get; private set; }

    public int Length { get; private set; }

    public void Set(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > capacity)
        {
            NativeMemory.AlignedFree(Start);
            Start = null;
            capacity = 0;
            int wanted = (bytes.Length + 255) & -256;
            Start = (byte*)NativeMemory.AlignedAlloc((nuint)wanted, NativeMemorySource.Alignment);
            capacity = wanted;
        }

        bytes.CopyTo(new Span<byte>(Start, capacity));
        Length = bytes.Length;
    }
}
