using System.Runtime.CompilerServices;

namespace Panther.Jit.Backends.Cpu.Lanes;

/// <summary>
/// Memory accesses whose addresses do not stand side by side, lane by lane. Values lie in lane buffers: 4 bytes a lane for types of up to 4 bytes, else 8.
/// A null mask means all lanes; a lane whose mask is 0 touches no memory, and loads 0. The methods skip the first tier of compilation: kernels call
/// them from their first warp on.
/// </summary>
internal static unsafe class LaneMemory
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(byte* address, long stride, int size, int* mask, byte* result, int lanes)
    {
        switch (size)
        {
            case 1:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? address[i * stride] : 0;
                }

                break;
            case 2:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<ushort>(address + (i * stride)) : 0;
                }

                break;
            case 4:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<int>(address + (i * stride)) : 0;
                }

                break;
            default:
                for (int i = 0; i < lanes; i++)
                {
                    ((long*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<long>(address + (i * stride)) : 0;
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(byte** addresses, long offset, int size, int* mask, byte* result, int lanes)
    {
        switch (size)
        {
            case 1:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? addresses[i][offset] : 0;
                }

                break;
            case 2:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<ushort>(addresses[i] + offset) : 0;
                }

                break;
            case 4:
                for (int i = 0; i < lanes; i++)
                {
                    ((int*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<int>(addresses[i] + offset) : 0;
                }

                break;
            default:
                for (int i = 0; i < lanes; i++)
                {
                    ((long*)result)[i] = mask == null || mask[i] != 0 ? Unsafe.ReadUnaligned<long>(addresses[i] + offset) : 0;
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(byte* address, long stride, int size, int* mask, byte* values, int lanes)
    {
        if (mask == null && size == 4)
        {
            for (int i = 0; i < lanes; i++)
            {
                Unsafe.WriteUnaligned(address + (i * stride), ((int*)values)[i]);
            }

            return;
        }

        for (int i = 0; i < lanes; i++)
        {
            if (mask == null || mask[i] != 0)
            {
                StoreOne(address + (i * stride), size, values, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(byte** addresses, long offset, int size, int* mask, byte* values, int lanes)
    {
        if (mask == null && size == 4)
        {
            for (int i = 0; i < lanes; i++)
            {
                Unsafe.WriteUnaligned(addresses[i] + offset, ((int*)values)[i]);
            }

            return;
        }

        for (int i = 0; i < lanes; i++)
        {
            if (mask == null || mask[i] != 0)
            {
                StoreOne(addresses[i] + offset, size, values, i);
            }
        }
    }

    /// <summary>Clears a local allocation of the lanes that take part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(byte* address, long bytesPerLane, int* mask, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (mask == null || mask[i] != 0)
            {
                Unsafe.InitBlockUnaligned(address + (i * bytesPerLane), 0, (uint)bytesPerLane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreOne(byte* target, int size, byte* values, int lane)
    {
        switch (size)
        {
            case 1:
                *target = (byte)((int*)values)[lane];
                break;
            case 2:
                Unsafe.WriteUnaligned(target, (ushort)((int*)values)[lane]);
                break;
            case 4:
                Unsafe.WriteUnaligned(target, ((int*)values)[lane]);
                break;
            default:
                Unsafe.WriteUnaligned(target, ((long*)values)[lane]);
                break;
        }
    }
}
