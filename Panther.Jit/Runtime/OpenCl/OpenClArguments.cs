namespace Panther.Jit.Runtime.OpenCl;

/// <summary>
/// How a kernel's parameter block becomes the arguments of its OpenCL form: an address becomes a buffer object and an offset in bytes, a scalar stays one
/// argument, and dynamic shared memory is a last pair, the memory and its size in bytes.
/// </summary>
/// <param name="leaves">The block's scalars in order.</param>
/// <param name="hasDynamicShared">Whether the kernel takes dynamic shared memory.</param>
internal sealed unsafe class OpenClArguments(OpenClArguments.Leaf[] leaves, bool hasDynamicShared)
{
    /// <summary>Sets the arguments of a kernel object; the caller holds its lock.</summary>
    public OpenClResult Set(OpenClDevice device, nint kernel, ReadOnlySpan<byte> block, int dynamicSharedBytes)
    {
        OpenClDriver driver = device.Driver;
        OpenClResult result = OpenClResult.Success;
        uint index = 0;
        fixed (byte* start = block)
        {
            foreach (Leaf leaf in leaves)
            {
                byte* value = start + leaf.Offset;
                if (leaf.IsAddress)
                {
                    nint address = *(nint*)value;
                    nint buffer = device.Buffers.Buffer(address);
                    ulong offset = OpenClMemorySource.Offset(address);
                    result = First(result, driver.SetKernelArg(kernel, index++, (nuint)sizeof(nint), &buffer));
                    result = First(result, driver.SetKernelArg(kernel, index++, sizeof(ulong), &offset));
                }
                else
                {
                    result = First(result, driver.SetKernelArg(kernel, index++, (nuint)leaf.Bytes, value));
                }
            }
        }

        if (hasDynamicShared)
        {
            // OpenCL refuses local memory of no bytes.
            result = First(result, driver.SetKernelArg(kernel, index++, (nuint)Math.Max(1, dynamicSharedBytes), null));
            result = First(result, driver.SetKernelArg(kernel, index, sizeof(int), &dynamicSharedBytes));
        }

        return result;
    }

    private static OpenClResult First(OpenClResult earlier, OpenClResult later) => earlier == OpenClResult.Success ? later : earlier;

    /// <summary>One scalar of the block.</summary>
    /// <param name="Offset">Where it lies, in bytes.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="IsAddress">Whether it is the address of a view.</param>
    internal readonly record struct Leaf(int Offset, int Bytes, bool IsAddress);
}
