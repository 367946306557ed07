using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>Working memory of one thread that executes groups: shared memory and frames. Kept from launch to launch, freed with the thread.</summary>
internal sealed unsafe class ScratchMemory
{
    [ThreadStatic]
    private static ScratchMemory? current;

    private byte* memory;
    private long capacity;

    private ScratchMemory()
    {
    }

    ~ScratchMemory() => NativeMemory.AlignedFree(memory);

    /// <summary>At least so many bytes, aligned to 64, with undefined contents, for the calling thread.</summary>
    public static byte* Get(long bytes) => (current ??= new ScratchMemory()).Reserve(bytes);

    private byte* Reserve(long bytes)
    {
        if (bytes > capacity)
        {
            NativeMemory.AlignedFree(memory);
            memory = null;
            capacity = 0;
            memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, NativeMemorySource.Alignment);
            capacity = bytes;
        }

        return memory;
    }
}
