using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>Writes the values of a kernel as expressions of OpenCL C over its variables.</summary>
internal sealed partial class ExpressionWriter
{
    private readonly KernelFunction function;
    private readonly OpenClTarget target;
    private readonly Folding folding;
    private readonly IntegerSigns signs;
    private readonly PointerElements elements;
    private readonly Library library;
    private readonly Dictionary<Value, Variable> variables = [];

    public ExpressionWriter(
        KernelFunction function, OpenClTarget target, Folding folding, IntegerSigns signs, PointerElements elements, Library library)
    {
        this.function = function;
        this.target = target;
        this.folding = folding;
        this.signs = signs;
        this.elements = elements;
        this.library = library;
    }

    /// <summary>Gives a value a variable.</summary>
    public void Name(Value value, Variable variable) => variables.Add(value, variable);

    public Variable VariableOf(Value value) => variables[value];

    /// <summary>Returns the type that a variable for the value has.</summary>
    public OpenClType TypeOf(Value value) => value.Type.IsPointer
        ? elements.TypeOf(value)
        : GridIndex.Dimension(value) is not null ? OpenClType.Long : OpenClType.Of(value.Type, signs.IsUnsigned(value));

    /// <summary>Returns the value: its variable's name, or the expression that computes it. Integers come with either sign.</summary>
    public Expression Write(Value value)
    {
        if (value is Constant constant)
        {
            return Literal(constant, isUnsigned: false);
        }

        if (!variables.TryGetValue(value, out Variable? variable))
        {
            return Compute((Instruction)value);
        }

        Expression read = Expression.Of(variable);
        if (value is Parameter { Type.Kind: ScalarKind.Bool })
        {
            return Expression.From($"{read.Text} != 0", Precedence.Equality, OpenClType.Bool, read);
        }

        // The thread's index in the grid is kept in 64 bits, as addresses want it.
        return value.Type == IrType.Int32 && variable.Type.Bits == 64 ? read.CastTo(OpenClType.Int) : read;
    }

    /// <summary>Returns the expression that computes an instruction's result, whether or not it has a variable.</summary>
    public Expression Compute(Instruction instruction) => instruction switch
    {
        BinaryInstruction i when GridIndex.Dimension(i) is { } dimension => GlobalId(dimension).CastTo(TypeOf(i) with { Kind = i.Type.Kind }),
        BinaryInstruction { Type.Kind: ScalarKind.Bool } i => BoolBinary(i),
        BinaryInstruction { Type.IsFloat: true } i => FloatBinary(i),
        BinaryInstruction i => IntegerBinary(i),
        UnaryInstruction { Type.Kind: ScalarKind.Bool } i => WriteNot(i.Operand),
        UnaryInstruction { Type.IsFloat: true } i => FloatUnary(i),
        UnaryInstruction i => IntegerUnary(i),
        FusedMultiplyAddInstruction i => Rounded(i.Type, Expression.Call("fma", FloatType(i.Type), [.. i.Operands.Select(Float)])),
        CompareInstruction i => Compare(i.Op, i.Left, i.Right),
        SelectInstruction i => Select(i),
        ConvertInstruction i => Convert(i),
        IndexInstruction i => Index(i.Kind),
        BuildVectorInstruction i => Vector(i),
        ExtractLaneInstruction i => Lane(i),
        GepInstruction i => Address(i),
        LoadInstruction i => Load(i),
        AtomicInstruction i => Atomic(i),
        CompareExchangeInstruction i => CompareExchange(i),
        ShuffleInstruction i => Write(i.Shuffled),
        _ => throw new InvalidOperationException($"The OpenCL backend does not know {instruction.GetType().Name}."),
    };

    /// <summary>Returns what initialises the variable of an instruction's result; the variable may be wider than the value.</summary>
    public Expression Initial(Instruction instruction) =>
        GridIndex.Dimension(instruction) is { } dimension ? GlobalId(dimension) : instruction is IndexInstruction index ? RawIndex(index.Kind) : Compute(instruction);

    public KernelCompilationException Unsupported(Instruction where, string construct, string instead) =>
        new($"{function.Name}{(where.Location is { } at ? $" ({at})" : string.Empty)}: {target.DeviceName} does not offer {construct} in OpenCL C; {instead}.");

    private static Expression GlobalId(int dimension) => new($"get_global_id({dimension})", Precedence.Primary, OpenClType.ULong);

    private static Expression Index(IndexKind kind) => RawIndex(kind).CastTo(OpenClType.Int);

    private static Expression RawIndex(IndexKind kind)
    {
        string? name = kind switch
        {
            <= IndexKind.ThreadZ => "get_local_id",
            <= IndexKind.GroupDimZ => "get_local_size",
            <= IndexKind.GroupZ => "get_group_id",
            <= IndexKind.GridDimZ => "get_num_groups",
            _ => null,
        };
        return kind switch
        {
            IndexKind.Lane => new Expression("0", Precedence.Primary, OpenClType.Int),
            IndexKind.WarpSize => new Expression("1", Precedence.Primary, OpenClType.Int),
            IndexKind.Warp => new Expression(
                "get_local_id(0) + get_local_size(0) * (get_local_id(1) + get_local_size(1) * get_local_id(2))", Precedence.Sum, OpenClType.ULong),
            _ => new Expression($"{name}({(int)kind % 3})", Precedence.Primary, OpenClType.ULong),
        };
    }

    private Expression Select(SelectInstruction i)
    {
        (Expression whenTrue, Expression whenFalse) = i.Type.IsInteger ? Pair(i.WhenTrue, i.WhenFalse) : (Write(i.WhenTrue), Write(i.WhenFalse));
        if (i.Type.IsPointer)
        {
            OpenClType pointer = elements.TypeOf(i);
            (whenTrue, whenFalse) = (whenTrue.CastTo(pointer), whenFalse.CastTo(pointer));
        }

        Expression condition = Write(i.Condition);
        OpenClType type = i.Type.IsInteger && whenFalse.Type.IsUnsigned ? whenFalse.Type : whenTrue.Type;
        string text = $"{condition.In(Precedence.LogicalOr)} ? {whenTrue.In(Precedence.LogicalOr)} : {whenFalse.In(Precedence.LogicalOr)}";
        Expression result = Expression.From(text, Precedence.Conditional, type, condition, whenTrue, whenFalse);
        return i.Type is { IsInteger: true, Bits: < 32, IsVector: false } ? (result with { Type = OpenClType.Int }).CastTo(TypeOf(i)) : result;
    }

    private Expression Vector(BuildVectorInstruction i)
    {
        OpenClType type = OpenClType.Of(i.Type);
        Expression[] lanes = [.. i.Operands.Select(Write)];
        return Expression.From($"({type})({string.Join(", ", lanes.Select(l => l.Text))})", Precedence.Unary, type, lanes);
    }

    private Expression Lane(ExtractLaneInstruction i)
    {
        Expression vector = Write(i.Vector);
        string name = vector.Type.Lanes > 4 ? $"s{i.Lane}" : $"{"xyzw"[i.Lane]}";
        Expression lane = Expression.From(
            $"{vector.In(Precedence.Primary)}.{name}", Precedence.Primary, vector.Type with { Lanes = 1 }, vector);
        return i.Type.Kind == ScalarKind.Bool ? Expression.From($"{lane.Text} != 0", Precedence.Equality, OpenClType.Bool, lane) : lane;
    }
}
