using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Compilation;

/// <summary>The part of an <see cref="ArrayView{T}"/> that a leaf holds.</summary>
internal enum ViewPart : byte
{
    None,
    Pointer,
    Length,
}

/// <summary>One scalar of a flattened argument.</summary>
/// <param name="Path">The fields from the argument down to the scalar, or down to the view that it is a part of.</param>
/// <param name="Type">The scalar's type.</param>
/// <param name="Part">The part of a view, if it is one.</param>
internal sealed record ArgumentLeaf(IReadOnlyList<FieldInfo> Path, IrType Type, ViewPart Part);

/// <summary>
/// How an argument's type falls apart into scalars, in the order of its fields. The front end makes one kernel parameter of each;
/// the runtime writes them one after another into the parameter block, each at its natural alignment.
/// </summary>
internal static class ArgumentLayout
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ArgumentLeaf>> Known = new();

    /// <exception cref="KernelCompilationException">The type cannot be passed to a kernel.</exception>
    public static IReadOnlyList<ArgumentLeaf> Of(Type type) => Known.GetOrAdd(type, static t =>
    {
        var leaves = new List<ArgumentLeaf>();
        Flatten(t, [], leaves, t);
        return leaves;
    });

    public static bool IsView(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>);

    public static bool IsSpecialized(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SpecializedValue<>);

    /// <summary>Returns the scalar type of a primitive, a 16-bit float or an enum, or null for any other type.</summary>
    public static IrType? Scalar(Type type)
    {
        if (type.IsEnum)
        {
            type = Enum.GetUnderlyingType(type);
        }

        if (type == typeof(Half))
        {
            return IrType.Float16;
        }

        if (type == typeof(BFloat16))
        {
            return IrType.BFloat16;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => IrType.Bool,
            TypeCode.SByte or TypeCode.Byte => IrType.Int8,
            TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => IrType.Int16,
            TypeCode.Int32 or TypeCode.UInt32 => IrType.Int32,
            TypeCode.Int64 or TypeCode.UInt64 => IrType.Int64,
            TypeCode.Single => IrType.Float32,
            TypeCode.Double => IrType.Float64,
            _ when type == typeof(nint) || type == typeof(nuint) => IrType.Int64,
            _ => null,
        };
    }

    /// <summary>Returns the instance fields in the order of their declaration.</summary>
    public static IReadOnlyList<FieldInfo> Fields(Type type) =>
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken)];

    private static void Flatten(Type type, FieldInfo[] path, List<ArgumentLeaf> leaves, Type root)
    {
        if (IsSpecialized(type))
        {
            return;
        }

        if (IsView(type))
        {
            leaves.Add(new ArgumentLeaf(path, IrType.Pointer(AddressSpace.Global), ViewPart.Pointer));
            leaves.Add(new ArgumentLeaf(path, IrType.Int64, ViewPart.Length));
        }
        else if (Scalar(type) is { } scalar)
        {
            leaves.Add(new ArgumentLeaf(path, scalar, ViewPart.None));
        }
        else if (type.IsValueType && !type.IsPointer && type.GetCustomAttribute<InlineArrayAttribute>() is null)
        {
            foreach (FieldInfo field in Fields(type))
            {
                Flatten(field.FieldType, [.. path, field], leaves, root);
            }
        }
        else
        {
            throw new KernelCompilationException(
                $"{root} cannot be passed to a kernel: {(path.Length > 0 ? $"its field {string.Join('.', path.Select(f => f.Name))} is of type {type}" : "it is not a value type")}. "
                + "Pass scalars, enums, ArrayView<T>, or structs of these.");
        }
    }
}
