using System.Runtime.CompilerServices;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Hadamard;

/// <summary>How a group of threads shares a block of elements.</summary>
/// <param name="Order">The logarithm of the elements that are transformed together.</param>
/// <param name="RegisterOrder">The logarithm of the elements that a thread holds.</param>
/// <param name="Width">The neighbouring vectors of the block.</param>
internal readonly record struct BlockPlan(int Order, int RegisterOrder, int Width)
{
    private const int MinOrder = 12;
    private const int MaxOrder = 15;
    private const int ShortColumnOrder = 8;

    /// <summary>The logarithm of the elements that a thread holds of rows; a block has its square at least, so that the threads of a block have as many.</summary>
    private const int RowRegisterOrder = 5;

    /// <summary>Gets the threads of a group.</summary>
    public int Threads => Width << (Order - RegisterOrder);

    /// <summary>Gets the options to compile with.</summary>
    public JitOptions Options => new() { MaxThreadsPerGroup = Threads };

    /// <summary>The plan for transforms of contiguous elements; blocks may hold several short ones, or be a part of a long one.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="order">The logarithm of the transform's length.</param>
    /// <exception cref="NotSupportedException">No block fits a group.</exception>
    public static BlockPlan ForRows<T>(Device device, int order)
        where T : unmanaged
    {
        // Sixteen elements a thread are what the registers of a processor hold.
        if (device.IsProcessor)
        {
            return new BlockPlan(12, 4, 1);
        }

        // Longer than 2¹³ means few groups at a time, but still less traffic than another pass; of two passes, both are better short.
        int most = order <= MaxOrder ? MaxOrder : Math.Clamp(order - ShortColumnOrder, MinOrder, MaxOrder - 1);
        while (((long)Unsafe.SizeOf<T>() << most) * 33 / 32 > device.MaxSharedBytesPerGroup || 1 << (most - RowRegisterOrder) > device.MaxThreadsPerGroup)
        {
            most--;
        }

        if (most < 2 * RowRegisterOrder)
        {
            throw GroupLimits.Of(device).Refusal("A Walsh-Hadamard transform of rows");
        }

        return new BlockPlan(Math.Clamp(order, Math.Min(MinOrder, most), most), RowRegisterOrder, 1);
    }

    /// <summary>The longest transform of elements at a distance in one pass, as a logarithm.</summary>
    /// <param name="device">The device.</param>
    public static int MaxColumnOrder(Device device) => device.IsProcessor ? 9 : device.MaxSharedBytesPerGroup >= 128 << 10 ? 12 : 10;

    /// <summary>The plan for transforms of elements at a distance.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="order">The logarithm of the transform's length, at most <see cref="MaxColumnOrder"/>.</param>
    /// <exception cref="NotSupportedException">No block fits a group.</exception>
    public static BlockPlan ForColumns<T>(Device device, int order)
        where T : unmanaged
    {
        if (device.IsProcessor)
        {
            return new BlockPlan(order, Math.Min(order, 4), 32);
        }

        // The fastest of several on an H200, for floats; doubles take the same bytes.
        (int registerOrder, int width) = order switch
        {
            <= 5 => (order, 128),
            <= 7 => (4, 32),
            8 => (4, 16),
            9 => (5, 16),
            10 => (6, 32),
            11 => (6, 16),
            _ => (6, 8),
        };
        int elementBytes = Math.Max(sizeof(float), Unsafe.SizeOf<T>());
        width = width * sizeof(float) / elementBytes;
        while (((long)elementBytes * width * 33 / 32) << order > device.MaxSharedBytesPerGroup || width << (order - registerOrder) > device.MaxThreadsPerGroup)
        {
            width /= 2;
        }

        return width > 0 ? new BlockPlan(order, registerOrder, width) : throw GroupLimits.Of(device).Refusal("A Walsh-Hadamard transform of columns");
    }
}
