namespace Panther.Tests.Fuzz;

/// <summary>Statements one after another.</summary>
internal sealed record Body(IReadOnlyList<Statement> Statements) : Statement
{
    public override IReadOnlyList<Node> Children => Statements;

    public override Node With(IReadOnlyList<Node> children) => new Body([.. children.Cast<Statement>()]);

    public override string Text(string indent) =>
        $"{indent}{{\n{string.Concat(Statements.Select(s => s.Text(Indent(indent))))}{indent}}}\n";
}

internal sealed record AssignLocal(int Local, Expression Value) : Statement
{
    public override IReadOnlyList<Node> Children => [Value];

    public override Node With(IReadOnlyList<Node> children) => this with { Value = (Expression)children[0] };

    public override string Text(string indent) => $"{indent}v{Local} = {Value.Text(indent)};\n";
}

internal sealed record AssignElement(int Array, Expression Index, Expression Value) : Statement
{
    public override IReadOnlyList<Node> Children => [Index, Value];

    public override Node With(IReadOnlyList<Node> children) => this with { Index = (Expression)children[0], Value = (Expression)children[1] };

    public override string Text(string indent) => $"{indent}a{Array}[{Index.Text(indent)} & {KernelShape.ArrayMask}] = {Value.Text(indent)};\n";
}

internal sealed record AssignField(int Struct, string Path, Expression Value) : Statement
{
    public override IReadOnlyList<Node> Children => [Value];

    public override Node With(IReadOnlyList<Node> children) => this with { Value = (Expression)children[0] };

    public override string Text(string indent) => $"{indent}s{Struct}.{Path} = {Value.Text(indent)};\n";
}

/// <summary>A struct copied to another.</summary>
internal sealed record CopyStruct(int Target, int Source) : Statement
{
    public override string Text(string indent) => $"{indent}s{Target} = s{Source};\n";
}

/// <summary>A struct changed through a reference.</summary>
internal sealed record TwistStruct(int Struct, Expression Argument) : Statement
{
    public override IReadOnlyList<Node> Children => [Argument];

    public override Node With(IReadOnlyList<Node> children) => this with { Argument = (Expression)children[0] };

    public override string Text(string indent) => $"{indent}FuzzLibrary.Twist(ref s{Struct}, {Argument.Text(indent)});\n";
}

/// <summary>Writes one of the thread's results.</summary>
internal sealed record WriteOutput(int Slot, Expression Value) : Statement
{
    public override IReadOnlyList<Node> Children => [Value];

    public override Node With(IReadOnlyList<Node> children) => this with { Value = (Expression)children[0] };

    public override string Text(string indent) =>
        $"{indent}{(Value.Type.IsFloat() ? "outFloats" : "outInts")}[(index.X * {KernelShape.Slots}) + {Slot}] = {Value.Text(indent)};\n";
}

internal sealed record If(Expression Condition, Body WhenTrue, Body? WhenFalse) : Statement
{
    public override IReadOnlyList<Node> Children => WhenFalse is null ? [Condition, WhenTrue] : [Condition, WhenTrue, WhenFalse];

    public override Node With(IReadOnlyList<Node> children) =>
        new If((Expression)children[0], (Body)children[1], children.Count > 2 ? (Body)children[2] : null);

    public override string Text(string indent) =>
        $"{indent}if ({Condition.Text(indent)})\n{WhenTrue.Text(indent)}{(WhenFalse is null ? string.Empty : $"{indent}else\n{WhenFalse.Text(indent)}")}";
}

/// <summary>A loop over a counter that the body does not write; a bound that is no literal is masked so that it stays small.</summary>
internal sealed record For(int Counter, Expression Bound, int Mask, Body Inside, bool TestAtBottom) : Statement
{
    public override IReadOnlyList<Node> Children => [Bound, Inside];

    public override Node With(IReadOnlyList<Node> children) => this with { Bound = (Expression)children[0], Inside = (Body)children[1] };

    public override string Text(string indent)
    {
        string bound = Bound is Literal ? Bound.Text(indent) : $"({Bound.Text(indent)} & {Mask})";
        return TestAtBottom
            ? $"{indent}v{Counter} = 0;\n{indent}do\n{Inside.Text(indent)}{indent}while (++v{Counter} < {bound});\n"
            : $"{indent}for (v{Counter} = 0; v{Counter} < {bound}; v{Counter}++)\n{Inside.Text(indent)}";
    }
}

internal sealed record Switch(Expression Selector, IReadOnlyList<Body> Cases, Body Default) : Statement
{
    public override IReadOnlyList<Node> Children => [Selector, Default, .. Cases];

    public override Node With(IReadOnlyList<Node> children) => new Switch((Expression)children[0], [.. children.Skip(2).Cast<Body>()], (Body)children[1]);

    public override string Text(string indent) =>
        $"{indent}switch ({Selector.Text(indent)})\n{indent}{{\n"
        + string.Concat(Cases.Select((c, i) => $"{indent}  case {i}:\n{c.Text(Indent(indent))}{indent}    break;\n"))
        + $"{indent}  default:\n{Default.Text(Indent(indent))}{indent}    break;\n{indent}}}\n";
}

/// <summary>Leaves the innermost loop, or its turn, or the kernel. Outside loops, break and continue do nothing.</summary>
internal sealed record Jump(string Kind) : Statement
{
    public override string Text(string indent) => $"{indent}{Kind};\n";
}
