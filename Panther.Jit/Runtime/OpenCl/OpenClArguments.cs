using Panther.Jit.Backends.OpenCl;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>How a kernel's parameter block becomes the arguments of its OpenCL form.</summary>
internal sealed unsafe class OpenClArguments(IReadOnlyList<OpenClParameter> parameters)
{
    private readonly OpenClParameter[] parameters = [.. parameters];

    /// <summary>Sets the arguments of a kernel object; the caller holds its lock.</summary>
    /// <returns>The first failure, if there is one.</returns>
    public OpenClResult Set(OpenClDevice device, nint kernel, ReadOnlySpan<byte> block, int dynamicSharedBytes)
    {
        OpenClDriver driver = device.Driver;
        fixed (byte* start = block)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                OpenClParameter parameter = parameters[i];
                byte* value = start + parameter.BlockOffset;
                nint buffer;
                ulong offset;
                OpenClResult result;
                switch (parameter.Kind)
                {
                    case OpenClParameterKind.Buffer:
                        buffer = device.Buffers.Buffer(*(nint*)value);
                        result = driver.SetKernelArg(kernel, (uint)i, (nuint)sizeof(nint), &buffer);
                        break;
                    case OpenClParameterKind.BufferOffset:
                        offset = OpenClMemorySource.Offset(*(nint*)value);
                        result = driver.SetKernelArg(kernel, (uint)i, sizeof(ulong), &offset);
                        break;
                    case OpenClParameterKind.DynamicShared:
                        // OpenCL refuses local memory of no bytes.
                        result = driver.SetKernelArg(kernel, (uint)i, (nuint)Math.Max(1, dynamicSharedBytes), null);
                        break;
                    case OpenClParameterKind.DynamicSharedBytes:
                        result = driver.SetKernelArg(kernel, (uint)i, sizeof(int), &dynamicSharedBytes);
                        break;
                    default:
                        result = driver.SetKernelArg(kernel, (uint)i, (nuint)parameter.Size, value);
                        break;
                }

                if (result != OpenClResult.Success)
                {
                    return result;
                }
            }
        }

        return OpenClResult.Success;
    }
}
