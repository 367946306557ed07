using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Values of C# types: widening, narrowing, whole structs.</content>
internal sealed partial class Emitter
{
    /// <summary>Widens a bool that stands for CIL's int32.</summary>
    public Value Widen(Value value) => value.Type == IrType.Bool ? Convert(ConvertOp.ZeroExtend, value, IrType.Int32) : value;

    /// <summary>Makes of a scalar in memory what CIL has on its stack.</summary>
    public Value FromMemory(Value leaf, Type type) => leaf.Type.Kind is ScalarKind.Int8 or ScalarKind.Int16
        ? Convert(IsUnsigned(type) ? ConvertOp.ZeroExtend : ConvertOp.SignExtend, leaf, IrType.Int32)
        : leaf;

    /// <summary>Makes of a scalar on the stack what stands in memory, as CIL's implicit narrowing does.</summary>
    public Value ToMemory(Value value, IrType memory)
    {
        IrType type = value.Type;
        if (type == memory || (type.IsPointer && memory.IsPointer))
        {
            return value;
        }

        if (type.IsPointer)
        {
            return ToMemory(Convert(ConvertOp.PointerToInt, value, IrType.Int64), memory);
        }

        if (memory.IsPointer)
        {
            return Convert(ConvertOp.IntToPointer, ToMemory(value, IrType.Int64), memory);
        }

        if (memory == IrType.Bool)
        {
            return Truth(value);
        }

        if (type.IsFloat && memory.IsFloat)
        {
            return Convert(ConvertOp.FloatToFloat, value, memory);
        }

        value = Widen(value);
        return value.Type.Size > memory.Size ? Convert(ConvertOp.Truncate, value, memory) : Convert(ConvertOp.SignExtend, value, memory);
    }

    /// <summary>Tells whether a scalar is not zero.</summary>
    public Value Truth(Value value) => value.Type.Kind switch
    {
        ScalarKind.Bool => value,
        ScalarKind.Pointer => IsLocal(value) ? Bool(true) : Truth(Convert(ConvertOp.PointerToInt, value, IrType.Int64)),
        _ => value is ConvertInstruction { Op: ConvertOp.ZeroExtend } c && c.Operand.Type == IrType.Bool
            ? c.Operand
            : Compare(CompareOp.NotEqual, value, Function.Zero(value.Type)),
    };

    /// <summary>Takes a stack value apart into the scalars of a type, as they stand in memory.</summary>
    public Value[] Leaves(StackValue value, Type type)
    {
        TypeLayout layout = TypeLayout.Of(type);
        switch (value)
        {
            case ScalarValue scalar when layout.Leaves.Count == 1:
                return [ToMemory(scalar.Value, layout.Leaves[0].Type)];
            case AggregateValue aggregate when aggregate.Leaves.Length == layout.Leaves.Count:
                return layout.IsScalar ? [ToMemory(aggregate.Leaves[0], layout.Leaves[0].Type)] : aggregate.Leaves;
            case StringToken:
                throw Rejection.Text();
            case NullToken:
                throw Rejection.Null();
            case BoxedValue boxed:
                throw Rejection.Boxing(boxed.Type);
            default:
                throw Rejection.Object(type);
        }
    }

    /// <summary>Puts scalars, as they stand in memory, together into a stack value.</summary>
    public StackValue FromLeaves(Type type, Value[] leaves) =>
        TypeLayout.Of(type).IsScalar ? new ScalarValue(FromMemory(leaves[0], type)) : new AggregateValue(type, leaves);

    /// <summary>Does what storing into a variable of a type and loading from it does.</summary>
    public StackValue Coerce(StackValue value, Type type)
    {
        if (value is ScalarValue { Value: var scalar } && !type.IsByRef && TypeLayout.Of(type) is { IsScalar: true } layout)
        {
            IrType memory = layout.Leaves[0].Type;
            return scalar.Type == memory || IsExtension(scalar, memory, IsUnsigned(type))
                ? value
                : new ScalarValue(FromMemory(ToMemory(scalar, memory), type));
        }

        return value is TypeToken or FieldToken or ObjectReference or ComparerToken or StringToken or BoxedValue or NullToken
            ? value
            : FromLeaves(type, Leaves(value, type));
    }

    public StackValue Zero(Type type) =>
        FromLeaves(type, [.. TypeLayout.Of(type).Leaves.Select(l => l.Type.IsPointer
            ? builder.Convert(ConvertOp.IntToPointer, Int64(0), l.Type)
            : Function.Zero(l.Type))]);

    public StackValue Load(Value pointer, Type type, bool isVolatile = false)
    {
        TypeLayout layout = TypeLayout.Of(type);
        if (isVolatile || !IsWide(pointer, layout))
        {
            return FromLeaves(type, [.. layout.Leaves.Select(l => LoadLeaf(Offset(pointer, l.Offset), l.Type, isVolatile))]);
        }

        int lanes = LanesOfOneAccess(layout);
        var leaves = new Value[layout.WideLanes];
        for (int first = 0; first < leaves.Length; first += lanes)
        {
            Value vector = builder.Load(Offset(pointer, layout.Leaves[first].Offset), layout.Leaves[0].Type.Vector(lanes));
            for (int lane = 0; lane < lanes; lane++)
            {
                leaves[first + lane] = builder.ExtractLane(vector, lane);
            }
        }

        return FromLeaves(type, leaves);
    }

    public void Store(Value pointer, Type type, StackValue value)
    {
        TypeLayout layout = TypeLayout.Of(type);
        Value[] leaves = Leaves(value, type);
        if (!IsWide(pointer, layout))
        {
            for (int i = 0; i < leaves.Length; i++)
            {
                StoreLeaf(Offset(pointer, layout.Leaves[i].Offset), leaves[i]);
            }

            return;
        }

        NoteWrite(pointer, out _);
        int lanes = LanesOfOneAccess(layout);
        for (int first = 0; first < leaves.Length; first += lanes)
        {
            Value vector = builder.BuildVector(leaves.AsSpan(first, lanes));
            builder.Store(Offset(pointer, layout.Leaves[first].Offset), vector);
        }
    }

    /// <summary>Sets every scalar of a type to zero.</summary>
    public void StoreZero(Value pointer, TypeLayout layout)
    {
        foreach (LayoutLeaf leaf in layout.Leaves.Where(l => !l.Type.IsPointer))
        {
            StoreLeaf(Offset(pointer, leaf.Offset), Function.Zero(leaf.Type));
        }
    }

    public static bool IsUnsigned(Type type)
    {
        TypeCode code = Type.GetTypeCode(type);
        return code is TypeCode.Byte or TypeCode.UInt16 or TypeCode.Char or TypeCode.UInt32 or TypeCode.UInt64 || type == typeof(nuint);
    }

    /// <summary>
    /// Tells whether a struct is moved as a vector. An element of a view is aligned to its whole size, which is the view's duty;
    /// a struct inside an element is only where the element's size and the field's offset keep it so.
    /// </summary>
    private static bool IsWide(Value pointer, TypeLayout layout)
    {
        if (layout.WideLanes == 0 || IsLocal(pointer))
        {
            return false;
        }

        long bytes = Math.Min(layout.Size, 16);
        return pointer is GepInstruction gep
            ? gep.Offset % bytes == 0 && (gep.Index is Constant || gep.Stride % bytes == 0)
            : pointer is not PhiInstruction;
    }

    /// <summary>One access moves at most 16 bytes.</summary>
    private static int LanesOfOneAccess(TypeLayout layout) => layout.Size == 32 ? 2 : layout.WideLanes;

    private static bool IsExtension(Value value, IrType memory, bool isUnsigned) => value switch
    {
        ConvertInstruction { Op: ConvertOp.ZeroExtend } c => isUnsigned && c.Operand.Type == memory,
        ConvertInstruction { Op: ConvertOp.SignExtend } c => !isUnsigned && c.Operand.Type == memory,
        _ => false,
    };
}
