using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Compilation;

namespace Panther.Jit.Runtime;

/// <summary>How a type's leaves (<see cref="ArgumentLayout"/>) lie in a parameter block.</summary>
internal sealed class ArgumentShape
{
    private static readonly MethodInfo SizeOfMethod = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    private ArgumentShape(Type type)
    {
        Type = type;
        Leaves = ArgumentLayout.Of(type);
        int bytes = (int)SizeOfMethod.MakeGenericMethod(type).Invoke(null, null)!;
        if (ArgumentLayout.IsSpecialized(type))
        {
            Kind = ArgumentKind.Specialized;
            KeyBytes = bytes;
            return;
        }

        if (ArgumentLayout.IsView(type))
        {
            Kind = ArgumentKind.View;
            return;
        }

        bool packed = Leaves.Count > 0
            && Leaves.All(leaf => leaf.Part == ViewPart.None && leaf.Type.Size == Leaves[0].Type.Size)
            && Leaves.Sum(leaf => leaf.Type.Size) == bytes;
        Kind = packed ? ArgumentKind.Packed : ArgumentKind.Structure;
        Alignment = packed ? Leaves[0].Type.Size : 1;
    }

    public Type Type { get; }

    public ArgumentKind Kind { get; }

    /// <summary>The argument's scalars, in order.</summary>
    public IReadOnlyList<ArgumentLeaf> Leaves { get; }

    /// <summary>The alignment of an <see cref="ArgumentKind.Packed"/> argument.</summary>
    public int Alignment { get; } = 1;

    /// <summary>The bytes that the argument adds to the key of a specialised kernel.</summary>
    public int KeyBytes { get; }

    /// <exception cref="KernelCompilationException">The type cannot be passed to a kernel.</exception>
    public static ArgumentShape Of(Type type) => new(type);

    /// <summary>The offset behind the argument when it is written from <paramref name="offset"/> on.</summary>
    public int End(int offset)
    {
        foreach (ArgumentLeaf leaf in Leaves)
        {
            offset = ((offset + leaf.Type.Size - 1) & -leaf.Type.Size) + leaf.Type.Size;
        }

        return offset;
    }
}
