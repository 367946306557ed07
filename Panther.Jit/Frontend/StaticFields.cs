using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Static readonly fields, whose values are constants of the kernel.</summary>
internal sealed partial class StaticFields(Emitter emit, CompilationInputs inputs)
{
    private readonly Dictionary<FieldInfo, StackValue> known = [];
    private readonly Dictionary<FieldInfo, AllocaInstruction> tables = [];

    public StackValue Load(FieldInfo field)
    {
        if (!known.TryGetValue(field, out StackValue? value))
        {
            known.Add(field, value = Read(field));
        }

        return value;
    }

    /// <summary>Returns memory that holds the field's value.</summary>
    public AllocaInstruction Address(FieldInfo field)
    {
        if (field.Attributes.HasFlag(FieldAttributes.HasFieldRVA))
        {
            return Data(field, typeof(byte));
        }

        if (!tables.TryGetValue(field, out AllocaInstruction? table))
        {
            CheckReadable(field);
            TypeLayout layout = TypeLayout.Of(field.FieldType);
            tables.Add(field, table = emit.Table(TypeNames.Plain(field.Name), layout, [Constants(field.FieldType, ValueOf(field)!)]));
        }

        return table;
    }

    /// <summary>Returns the scalars of a value of .NET as they stand in a kernel's memory.</summary>
    public Constant[] Constants(Type type, object value)
    {
        if (ArgumentLayout.Scalar(type) is { } scalar)
        {
            return [emit.Function.Constant(scalar, ScalarBits.Of(value))];
        }

        // Asks for the layout first, because it refuses what has no place in a kernel.
        _ = TypeLayout.Of(type);
        return [.. ArgumentLayout.Fields(type).SelectMany(f => Constants(f.FieldType, f.GetValue(value)!))];
    }

    private StackValue Read(FieldInfo field)
    {
        CheckReadable(field);
        if (field.FieldType.IsSZArray && ValueOf(field) is Array array)
        {
            Type element = field.FieldType.GetElementType()!;
            Constant[][] elements = [.. array.Cast<object>().Select(e => Constants(element, e))];
            AllocaInstruction table = emit.Table(TypeNames.Plain(field.Name), TypeLayout.Of(element), elements);
            return new AggregateValue(field.FieldType, [table, emit.Int32(array.Length)]);
        }

        return emit.FromLeaves(field.FieldType, [.. Constants(field.FieldType, ValueOf(field)!)]);
    }

    private static void CheckReadable(FieldInfo field)
    {
        if (typeof(Delegate).IsAssignableFrom(field.FieldType) || field.DeclaringType!.Name.StartsWith("<>c", StringComparison.Ordinal)
            || field.DeclaringType.Name.StartsWith("<>O", StringComparison.Ordinal))
        {
            throw Rejection.Delegate();
        }

        if (field.DeclaringType.Name.StartsWith("<>o__", StringComparison.Ordinal))
        {
            throw Rejection.Dynamic();
        }

        if (field.FieldType == typeof(string))
        {
            throw Rejection.Text();
        }

        if (field.FieldType == typeof(decimal))
        {
            throw Rejection.Decimal();
        }

        if (!field.IsInitOnly && !field.IsLiteral)
        {
            throw Rejection.MutableStatic(field);
        }

        if (!field.FieldType.IsValueType && !field.FieldType.IsSZArray)
        {
            throw Rejection.StaticObject(field);
        }
    }

    private object? ValueOf(FieldInfo field)
    {
        RuntimeHelpers.RunClassConstructor(field.DeclaringType!.TypeHandle);
        object? value = field.GetValue(null);
        inputs.Add(field, value);
        return value;
    }
}
