using System.Globalization;

namespace Panther.Tests.Fuzz;

/// <summary>A literal; integers by their bits, floats by their value.</summary>
internal sealed record Literal(FuzzType Type, long Integer, double Number) : Expression(Type)
{
    public static Literal Of(FuzzType type, long value) => new(type, value, value);

    public override string Text(string indent) => Type switch
    {
        FuzzType.Bool => Integer != 0 ? "true" : "false",
        FuzzType.Float32 => Float(((float)Number).ToString("R", CultureInfo.InvariantCulture), "float") + (float.IsFinite((float)Number) ? "f" : string.Empty),
        FuzzType.Float64 => Float(Number.ToString("R", CultureInfo.InvariantCulture), "double") + (double.IsFinite(Number) ? "d" : string.Empty),
        FuzzType.UInt32 => $"{(uint)Integer}u",
        FuzzType.Int64 => $"{Integer}L",
        FuzzType.UInt64 => $"{(ulong)Integer}ul",
        FuzzType.Int32 => $"{(int)Integer}",
        _ => $"({Type.Name()})({(int)Integer})",
    };

    private static string Float(string text, string type) => text switch
    {
        "NaN" => $"{type}.NaN",
        "Infinity" => $"{type}.PositiveInfinity",
        "-Infinity" => $"{type}.NegativeInfinity",
        _ => text,
    };
}

/// <summary>A local variable.</summary>
internal sealed record LocalValue(FuzzType Type, int Local) : Expression(Type)
{
    public override string Text(string indent) => $"v{Local}";
}

/// <summary>The thread's index, or a scalar parameter.</summary>
internal sealed record ParameterValue(FuzzType Type, int Parameter) : Expression(Type)
{
    public override string Text(string indent) => Parameter == 0 ? "index.X" : KernelShape.Names[Parameter];
}

/// <summary>The thread's element of an input view, or another one, taken modulo the view's length.</summary>
internal sealed record InputValue(FuzzType Type, int Parameter, Expression Index) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Index];

    public override Node With(IReadOnlyList<Node> children) => this with { Index = (Expression)children[0] };

    public override string Text(string indent) => $"{KernelShape.Names[Parameter]}[{Index.Text(indent)} & {KernelShape.InputMask}]";
}

/// <summary>A binary operator, by its C# sign; a divisor is made harmless by the emitter's caller.</summary>
internal sealed record Operation(FuzzType Type, string Sign, Expression Left, Expression Right) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Left, Right];

    public override Node With(IReadOnlyList<Node> children) => this with { Left = (Expression)children[0], Right = (Expression)children[1] };

    public override string Text(string indent) => $"({Left.Text(indent)} {Sign} {Right.Text(indent)})";
}

/// <summary>Minus, or ~.</summary>
internal sealed record Prefix(FuzzType Type, string Sign, Expression Operand) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Operand];

    public override Node With(IReadOnlyList<Node> children) => this with { Operand = (Expression)children[0] };

    public override string Text(string indent) => $"{Sign}({Operand.Text(indent)})";
}

/// <summary>A comparison of two values of one type.</summary>
internal sealed record Comparison(string Sign, Expression Left, Expression Right) : Expression(FuzzType.Bool)
{
    public override IReadOnlyList<Node> Children => [Left, Right];

    public override Node With(IReadOnlyList<Node> children)
    {
        var left = (Expression)children[0];
        var right = (Expression)children[1];
        return left.Type == right.Type ? this with { Left = left, Right = right } : this;
    }

    public override string Text(string indent) => $"({Left.Text(indent)} {Sign} {Right.Text(indent)})";
}

/// <summary>Short-circuit and, or.</summary>
internal sealed record Logic(bool IsAnd, Expression Left, Expression Right) : Expression(FuzzType.Bool)
{
    public override IReadOnlyList<Node> Children => [Left, Right];

    public override Node With(IReadOnlyList<Node> children) => this with { Left = (Expression)children[0], Right = (Expression)children[1] };

    public override string Text(string indent) => $"({Left.Text(indent)} {(IsAnd ? "&&" : "||")} {Right.Text(indent)})";
}

/// <summary>condition ? a : b</summary>
internal sealed record Choice(FuzzType Type, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Condition, WhenTrue, WhenFalse];

    public override Node With(IReadOnlyList<Node> children) =>
        this with { Condition = (Expression)children[0], WhenTrue = (Expression)children[1], WhenFalse = (Expression)children[2] };

    public override string Text(string indent) => $"({Condition.Text(indent)} ? {WhenTrue.Text(indent)} : {WhenFalse.Text(indent)})";
}

/// <summary>A conversion between numbers.</summary>
internal sealed record Cast(FuzzType Type, Expression Operand) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Operand];

    public override Node With(IReadOnlyList<Node> children) => this with { Operand = (Expression)children[0] };

    public override string Text(string indent) => $"({Type.Name()})({Operand.Text(indent)})";
}

/// <summary>An element of a local array; the index is masked.</summary>
internal sealed record ElementValue(FuzzType Type, int Array, Expression Index) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => [Index];

    public override Node With(IReadOnlyList<Node> children) => this with { Index = (Expression)children[0] };

    public override string Text(string indent) => $"a{Array}[{Index.Text(indent)} & {KernelShape.ArrayMask}]";
}

/// <summary>A field of a local struct.</summary>
internal sealed record FieldValue(FuzzType Type, int Struct, string Path) : Expression(Type)
{
    public override string Text(string indent) => $"s{Struct}.{Path}";
}

/// <summary>A call of one of <see cref="FuzzLibrary"/>'s methods.</summary>
internal sealed record Call(FuzzType Type, string Method, IReadOnlyList<Expression> Arguments) : Expression(Type)
{
    public override IReadOnlyList<Node> Children => Arguments;

    public override Node With(IReadOnlyList<Node> children) => this with { Arguments = [.. children.Cast<Expression>()] };

    public override string Text(string indent) => $"FuzzLibrary.{Method}({string.Join(", ", Arguments.Select(a => a.Text(indent)))})";
}
