using System.Collections.Immutable;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>The text of an expression and what is to be known of it to build larger ones.</summary>
/// <param name="Text">The text.</param>
/// <param name="Precedence">How tightly its outermost operator binds.</param>
/// <param name="Type">Its type by the rules of C.</param>
internal sealed record Expression(string Text, Precedence Precedence, OpenClType Type)
{
    /// <summary>Gets the variables whose values it reads.</summary>
    public ImmutableHashSet<Variable> Reads { get; init; } = [];

    /// <summary>Gets a value indicating whether it reads memory.</summary>
    public bool ReadsMemory { get; init; }

    /// <summary>Gets what a cast was applied to; null for anything else.</summary>
    private Expression? Uncast { get; init; }

    public static Expression Of(Variable variable) => new(variable.Name, Precedence.Primary, variable.Type) { Reads = [variable] };

    /// <summary>Returns the text, in parentheses if it binds less tightly than its place asks for.</summary>
    public string In(Precedence place) => Precedence >= place ? Text : $"({Text})";

    /// <summary>Makes an expression out of text that contains the given ones.</summary>
    public static Expression From(string text, Precedence precedence, OpenClType type, params ReadOnlySpan<Expression> parts)
    {
        ImmutableHashSet<Variable> reads = parts.Length > 0 ? parts[0].Reads : [];
        bool readsMemory = false;
        foreach (Expression part in parts)
        {
            reads = part.Reads.IsSubsetOf(reads) ? reads : reads.Union(part.Reads);
            readsMemory |= part.ReadsMemory;
        }

        return new Expression(text, precedence, type) { Reads = reads, ReadsMemory = readsMemory };
    }

    public static Expression Call(string function, OpenClType type, params ReadOnlySpan<Expression> arguments)
    {
        string[] texts = new string[arguments.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = arguments[i].Text;
        }

        return From($"{function}({string.Join(", ", texts)})", Precedence.Primary, type, arguments);
    }

    /// <summary>Joins two expressions with an operator that groups to the left.</summary>
    public static Expression Infix(Expression left, string op, Expression right, Precedence precedence, OpenClType type) =>
        From($"{left.In(PlaceIn(left, precedence, precedence))} {op} {right.In(PlaceIn(right, precedence, precedence + 1))}", precedence, type, left, right);

    public static Expression Prefix(string op, Expression operand, OpenClType type) =>
        From($"{op}{operand.In(operand.Text.StartsWith(op, StringComparison.Ordinal) ? Precedence.Primary : Precedence.Unary)}", Precedence.Unary, type, operand);

    /// <summary>Converts to a type that the expression may have already.</summary>
    public Expression CastTo(OpenClType type)
    {
        if (type == Type)
        {
            return this;
        }

        // Of two casts to integers of one width, the outer alone does.
        return Uncast is not null && type.IsInteger && Type.IsInteger && Uncast.Type.IsInteger && type.Bits == Type.Bits
            ? Uncast.CastTo(type)
            : From($"({type}){In(Precedence.Unary)}", Precedence.Unary, type, this) with { Uncast = this };
    }

    /// <summary>Bits, shifts and comparisons inside other such operators are put in parentheses although C would not ask for them.</summary>
    private static Precedence PlaceIn(Expression operand, Precedence op, Precedence place) => op switch
    {
        Precedence.Or or Precedence.Xor or Precedence.And => operand.Precedence == op && place == op ? op : Precedence.Unary,
        Precedence.Shift => Precedence.Unary,
        Precedence.Equality or Precedence.Order => Precedence.Sum,
        _ => place,
    };
}

/// <summary>How tightly operators bind, the loosest first.</summary>
internal enum Precedence
{
    Assignment,
    Conditional,
    LogicalOr,
    LogicalAnd,
    Or,
    Xor,
    And,
    Equality,
    Order,
    Shift,
    Sum,
    Product,
    Unary,
    Primary,
}
