using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>One scalar of a type in memory.</summary>
/// <param name="Offset">The bytes from the start of the value.</param>
/// <param name="Type">The scalar as it stands in memory.</param>
internal readonly record struct LayoutLeaf(long Offset, IrType Type);

/// <summary>A field of a struct in memory.</summary>
/// <param name="Type">The field's type.</param>
/// <param name="Offset">The bytes from the start of the struct.</param>
/// <param name="FirstLeaf">The index of its first scalar among those of the struct.</param>
/// <param name="LeafCount">The number of its scalars.</param>
internal readonly record struct LayoutField(Type Type, long Offset, int FirstLeaf, int LeafCount);

/// <summary>How a type lies in the memory of a kernel, and the scalars that it falls apart into.</summary>
/// <remarks>
/// Structs of scalars lie as .NET lays them out, so that buffers can be filled by the host. Views and spans are a pointer and a length;
/// so are local arrays, which a kernel passes around by reference like .NET does.
/// </remarks>
internal sealed class TypeLayout
{
    private static readonly ConcurrentDictionary<Type, TypeLayout> Known = new();

    private readonly Dictionary<string, LayoutField> fields = [];

    private TypeLayout(Type type, long size, int alignment, IReadOnlyList<LayoutLeaf> leaves)
    {
        Type = type;
        Size = size;
        Alignment = alignment;
        Leaves = leaves;
    }

    public Type Type { get; }

    public long Size { get; }

    public int Alignment { get; }

    public IReadOnlyList<LayoutLeaf> Leaves { get; }

    /// <summary>Gets a value indicating whether the type is one scalar, not a struct of one.</summary>
    public bool IsScalar { get; private init; }

    /// <summary>Gets the lanes of the vector that holds the whole value (2 or 4 equal scalars of 4 to 32 bytes, or 8 of 2 bytes), or 0.</summary>
    public int WideLanes
    {
        get
        {
            if (!(Leaves.Count is 2 or 4 || (Leaves.Count == 8 && Size == 16)) || Size is not (4 or 8 or 16 or 32) || Size != Leaves.Count * Leaves[0].Type.Size)
            {
                return 0;
            }

            IrType element = Leaves[0].Type;
            return element.IsInteger || element.IsFloat
                && Leaves.All(l => l.Type == element) ? Leaves.Count : 0;
        }
    }

    /// <exception cref="ConstructException">The type has no place in a kernel.</exception>
    public static TypeLayout Of(Type type) => Known.TryGetValue(type, out TypeLayout? layout) ? layout : Known.GetOrAdd(type, Make(type));

    /// <exception cref="ConstructException">A view, span or array hides its fields.</exception>
    public LayoutField Field(FieldInfo field) => fields.TryGetValue(field.Name, out LayoutField place)
        ? place
        : throw new ConstructException($"reads the hidden field '{TypeNames.Of(field)}'", "Use the public members of the type.");

    public static bool IsSpan(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Span<>) || definition == typeof(ReadOnlySpan<>));

    private static TypeLayout Make(Type type)
    {
        if (type.IsByRef || type.IsPointer || type.IsFunctionPointer)
        {
            return Scalar(type, IrType.Pointer(AddressSpace.Generic));
        }

        if (type == typeof(DefaultInterpolatedStringHandler))
        {
            throw Rejection.Text();
        }

        if (type == typeof(decimal))
        {
            throw Rejection.Decimal();
        }

        if (ArgumentLayout.Scalar(type) is { } scalar)
        {
            return Scalar(type, scalar);
        }

        if (ArgumentLayout.IsView(type))
        {
            return Run(type, IrType.Int64);
        }

        if (type.IsSZArray || IsSpan(type))
        {
            return Run(type, IrType.Int32);
        }

        if (type.IsArray)
        {
            throw Rejection.MultiDimensionalArray();
        }

        if (!type.IsValueType)
        {
            throw type == typeof(string) ? Rejection.Text()
                : typeof(Delegate).IsAssignableFrom(type) ? Rejection.Delegate()
                : Rejection.Object(type);
        }

        return RepeatedElement(type) is { } repeated ? Repeat(type, repeated.Element, repeated.Count) : Struct(type);
    }

    private static TypeLayout Scalar(Type type, IrType scalar) =>
        new(type, scalar.Size, scalar.Size, [new LayoutLeaf(0, scalar)]) { IsScalar = true };

    /// <summary>A pointer and a length.</summary>
    private static TypeLayout Run(Type type, IrType length) =>
        new(type, 16, 8, [new LayoutLeaf(0, IrType.Pointer(AddressSpace.Generic)), new LayoutLeaf(8, length)]);

    private static (Type Element, int Count)? RepeatedElement(Type type)
    {
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            return (ArgumentLayout.Fields(type)[0].FieldType, inline.Length);
        }

        if (type.Name.EndsWith("e__FixedBuffer", StringComparison.Ordinal) && type.StructLayoutAttribute is { Size: > 0 and var size })
        {
            Type element = ArgumentLayout.Fields(type)[0].FieldType;
            return (element, (int)(size / Of(element).Size));
        }

        return null;
    }

    private static TypeLayout Repeat(Type type, Type elementType, int count)
    {
        TypeLayout element = Of(elementType);
        var leaves = new List<LayoutLeaf>();
        for (int i = 0; i < count; i++)
        {
            leaves.AddRange(element.Leaves.Select(l => l with { Offset = l.Offset + (i * element.Size) }));
        }

        var layout = new TypeLayout(type, element.Size * count, element.Alignment, leaves);
        layout.fields.Add(ArgumentLayout.Fields(type)[0].Name, new LayoutField(elementType, 0, 0, element.Leaves.Count));
        return layout;
    }

    private static TypeLayout Struct(Type type)
    {
        StructLayoutAttribute? attribute = type.StructLayoutAttribute;
        int pack = attribute is { Pack: > 0 and var p } ? p : 8;
        IReadOnlyList<FieldInfo> declared = ArgumentLayout.Fields(type);
        var offsets = new Dictionary<FieldInfo, long>();
        long size = 0;
        int alignment = 1;
        foreach (FieldInfo field in attribute?.Value == LayoutKind.Auto ? LargestFirst(declared) : declared)
        {
            TypeLayout layout = Of(field.FieldType);
            int fieldAlignment = Math.Min(layout.Alignment, pack);
            long offset = field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? AlignUp(size, fieldAlignment);
            offsets.Add(field, offset);
            size = Math.Max(size, offset + layout.Size);
            alignment = Math.Max(alignment, fieldAlignment);
        }

        var leaves = new List<LayoutLeaf>();
        var fields = new List<(string Name, LayoutField Field)>();
        foreach (FieldInfo field in declared)
        {
            TypeLayout layout = Of(field.FieldType);
            fields.Add((field.Name, new LayoutField(field.FieldType, offsets[field], leaves.Count, layout.Leaves.Count)));
            leaves.AddRange(layout.Leaves.Select(l => l with { Offset = l.Offset + offsets[field] }));
        }

        size = Math.Max(AlignUp(Math.Max(size, 1), alignment), attribute?.Size ?? 0);
        var result = new TypeLayout(type, size, alignment, leaves);
        foreach ((string name, LayoutField field) in fields)
        {
            result.fields.Add(name, field);
        }

        return result;
    }

    /// <summary>The order in which .NET lays out structs that leave it the choice, as tuples do: scalars by size, then structs.</summary>
    private static IEnumerable<FieldInfo> LargestFirst(IReadOnlyList<FieldInfo> declared) =>
        declared.OrderByDescending(f => Of(f.FieldType) is { IsScalar: true } layout ? layout.Size : 0);

    private static long AlignUp(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
