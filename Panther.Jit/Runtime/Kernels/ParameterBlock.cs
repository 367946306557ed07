using System.Runtime.CompilerServices;

namespace Panther.Jit.Runtime;

/// <summary>The arguments of one launch as they are being written, on the launching thread's stack.</summary>
internal unsafe ref struct ParameterBlock
{
    public ParameterBlock(Kernel kernel, DeviceStream stream, byte* start)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Device != kernel.Device)
        {
            kernel.ThrowWrongDevice(stream);
        }

        Stream = stream;
        Start = start;
        Key = start + kernel.KeyOffset;
    }

    public readonly DeviceStream Stream { get; }

    public readonly byte* Start { get; }

    /// <summary>Where the values of specialised parameters go: they choose the code and are not passed to it.</summary>
    public readonly byte* Key { get; }

    public int Length { get; set; }

    public int KeyLength { get; set; }

    /// <summary>Appends an argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<T>(ref T value)
        where T : struct
        => ArgumentWriter<T>.Write(ref value, ref this);

    /// <summary>Keeps the owners of an argument's views reachable up to here, so that no finalizer frees memory before its use is enqueued.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hold<T>(ref T value)
        where T : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Touch(ref value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch<T>(ref T value)
        where T : struct
    {
    }
}
