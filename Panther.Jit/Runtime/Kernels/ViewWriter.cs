using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Writes a view: its address, then its length.</summary>
internal static unsafe class ViewWriter
{
    /// <summary>Writes a view at the next multiple of 8 from <paramref name="offset"/> on, and returns the offset behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write<T>(ref ArrayView<T> view, byte* block, int offset, DeviceStream stream)
        where T : unmanaged
    {
        stream.UseOwner(view.Owner, view.Address);
        offset = (offset + 7) & -8;
        *(nint*)(block + offset) = view.Address;
        *(long*)(block + offset + 8) = view.Length;
        return offset + 16;
    }
}
