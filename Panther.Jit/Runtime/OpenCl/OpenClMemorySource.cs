namespace Panther.Jit.Runtime.OpenCl;

/// <summary>
/// Buffer objects (<c>cl_mem</c>) under made-up addresses: the number of a slot in the upper bits, the offset in the buffer in the lower ones. So views
/// can be cut and passed around as on every other device, and a launch finds buffer and offset again without searching. Slot 0 stays empty: it is the
/// address of empty views.
/// </summary>
internal sealed unsafe class OpenClMemorySource(OpenClDevice device) : MemorySource
{
    private const int OffsetBits = 40;
    private const long LargestBuffer = 1L << OffsetBits;
    private const int MostSlots = 1 << (63 - OffsetBits);

    private readonly Lock gate = new();
    private readonly Stack<int> freeSlots = [];
    private nint[] slots = new nint[64];
    private int slotCount = 1;
    private long allocatedBytes;

    /// <summary>The buffer object of an address; 0 for the address of an empty view.</summary>
    public nint Buffer(nint address) => Volatile.Read(ref slots)[(int)((long)address >> OffsetBits)];

    /// <summary>The offset in the buffer object, in bytes.</summary>
    public static ulong Offset(nint address) => (ulong)address & (LargestBuffer - 1);

    public override bool TryAllocate(long bytes, out nint address)
    {
        address = 0;
        if (bytes >= LargestBuffer || bytes > device.Info.TotalBytes - Interlocked.Read(ref allocatedBytes))
        {
            return false;
        }

        // A driver may put off the allocation itself, and with it the failure, to the first command that uses the buffer.
        OpenClResult result;
        nint buffer = device.Driver.CreateBuffer(device.Context.Handle, 0, (nuint)bytes, null, &result);
        if (result is OpenClResult.MemObjectAllocationFailure or OpenClResult.OutOfResources or OpenClResult.OutOfHostMemory or OpenClResult.InvalidBufferSize)
        {
            return false;
        }

        OpenClDriver.Check(result, "clCreateBuffer", device.Id);
        Interlocked.Add(ref allocatedBytes, bytes);
        address = (nint)((long)Enter(buffer) << OffsetBits);
        return true;
    }

    public override void Free(nint address, long bytes)
    {
        int slot = (int)((long)address >> OffsetBits);
        nint buffer;
        lock (gate)
        {
            buffer = slots[slot];
            slots[slot] = 0;
            freeSlots.Push(slot);
        }

        Interlocked.Add(ref allocatedBytes, -bytes);
        _ = device.Driver.ReleaseMemObject(buffer);
    }

    /// <summary>OpenCL tells the total only; other users of the device are not seen.</summary>
    public override (long Total, long Free) Query() => (device.Info.TotalBytes, device.Info.TotalBytes - Interlocked.Read(ref allocatedBytes));

    private int Enter(nint buffer)
    {
        lock (gate)
        {
            if (!freeSlots.TryPop(out int slot))
            {
                slot = slotCount++;
                if (slot == MostSlots)
                {
                    throw new DeviceException($"{device.Id}: more than {MostSlots - 1} buffers are allocated at a time.");
                }

                if (slot == slots.Length)
                {
                    nint[] larger = new nint[2 * slots.Length];
                    slots.CopyTo(larger, 0);
                    Volatile.Write(ref slots, larger);
                }
            }

            slots[slot] = buffer;
            return slot;
        }
    }
}
