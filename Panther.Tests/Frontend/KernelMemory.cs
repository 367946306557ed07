using System.Reflection;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;

namespace Panther.Tests.Frontend;

/// <summary>Arguments of a launch, with a copy of each array in memory of its own.</summary>
internal sealed unsafe class KernelMemory : IDisposable
{
    private readonly nint[] blocks;
    private readonly int[] sizes;
    private readonly Type?[] elements;

    public KernelMemory(object[] arguments)
    {
        blocks = new nint[arguments.Length];
        sizes = new int[arguments.Length];
        elements = new Type?[arguments.Length];
        Arguments = new object[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            Arguments[i] = arguments[i] is Array array ? Copy(array, i) : arguments[i];
        }
    }

    public object[] Arguments { get; }

    /// <summary>Compares scalar by scalar: padding has no value, and one NaN is as good as another.</summary>
    public bool IsSame(KernelMemory other, int argument)
    {
        if (elements[argument] is not { } element)
        {
            return true;
        }

        TypeLayout layout = TypeLayout.Of(element);
        for (long at = 0; at < sizes[argument]; at += layout.Size)
        {
            foreach (LayoutLeaf leaf in layout.Leaves)
            {
                var mine = new ReadOnlySpan<byte>((byte*)blocks[argument] + at + leaf.Offset, leaf.Type.Size);
                var theirs = new ReadOnlySpan<byte>((byte*)other.blocks[argument] + at + leaf.Offset, leaf.Type.Size);
                if (!mine.SequenceEqual(theirs) && !(IsNaN(mine, leaf.Type) && IsNaN(theirs, leaf.Type)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsNaN(ReadOnlySpan<byte> bytes, IrType type) => type.Kind switch
    {
        ScalarKind.Float16 => Half.IsNaN(MemoryMarshal.Read<Half>(bytes)),
        ScalarKind.Float32 => float.IsNaN(MemoryMarshal.Read<float>(bytes)),
        ScalarKind.Float64 => double.IsNaN(MemoryMarshal.Read<double>(bytes)),
        _ => false,
    };

    /// <summary>Shows the scalars of the elements that differ.</summary>
    public string Difference(KernelMemory expected, int argument)
    {
        TypeLayout layout = TypeLayout.Of(elements[argument]!);
        var lines = new List<string>();
        for (long at = 0; at < sizes[argument] && lines.Count < 12; at += layout.Size)
        {
            lines.AddRange(layout.Leaves.Select(l => (Is: Show(blocks[argument] + (nint)(at + l.Offset), l.Type), Should: Show(expected.blocks[argument] + (nint)(at + l.Offset), l.Type)))
                .Where(l => l.Is != l.Should).Select(l => $"[{at / layout.Size}] is {l.Is}, should be {l.Should}"));
        }

        return string.Join('\n', lines);
    }

    private static string Show(nint place, IrType type) => type.Kind switch
    {
        ScalarKind.Float32 => $"{*(float*)place:R}",
        ScalarKind.Float64 => $"{*(double*)place:R}",
        ScalarKind.Float16 => $"{*(Half*)place}",
        ScalarKind.Int64 => $"{*(long*)place}",
        ScalarKind.Int32 => $"{*(int*)place}",
        ScalarKind.Int16 => $"{*(short*)place}",
        _ => $"{*(byte*)place}",
    };

    public void Dispose() => Array.ForEach(blocks, b => NativeMemory.AlignedFree((void*)b));

    private object Copy(Array array, int argument)
    {
        MethodInfo copy = typeof(KernelMemory).GetMethod(nameof(CopyElements), BindingFlags.Instance | BindingFlags.NonPublic)!;
        elements[argument] = array.GetType().GetElementType()!;
        return copy.MakeGenericMethod(elements[argument]!).Invoke(this, [array, argument])!;
    }

    private ArrayView<T> CopyElements<T>(T[] array, int argument)
        where T : unmanaged
    {
        sizes[argument] = array.Length * sizeof(T);
        blocks[argument] = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(1, sizes[argument]), 64);
        array.AsSpan().CopyTo(new Span<T>((void*)blocks[argument], array.Length));
        return new ArrayView<T>(null, blocks[argument], array.Length);
    }
}
