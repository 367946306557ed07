using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>One statement of the text.</summary>
internal abstract class Statement
{
    /// <summary>Gets the C# line that the statement comes from, where it is known.</summary>
    public SourceLocation? Location { get; init; }
}

/// <summary>Gives a variable a value; the first to do so may declare it too.</summary>
internal sealed class Assignment(Variable target, Expression value) : Statement
{
    public Variable Target { get; } = target;

    public Expression Value { get; } = value;

    /// <summary>Gets the operator of an assignment such as <c>+=</c>, whose left side is the target; empty for a plain one.</summary>
    public string Operator { get; init; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether the variable is declared here.</summary>
    public bool Declares { get; set; }

    /// <summary>Gets or sets a value indicating whether nobody else assigns to the variable.</summary>
    public bool IsOnly { get; set; }

    /// <summary>Gets a value indicating whether the assignment moves the variable on by a constant, as loops do with their counters.</summary>
    public bool IsStep { get; init; }
}

/// <summary>Makes an array of the thread's own, all zeros each time.</summary>
internal sealed class ArrayStatement(Variable array) : Statement
{
    public Variable Array { get; } = array;

    /// <summary>Gets or sets a value indicating whether the array is declared here.</summary>
    public bool Declares { get; set; }
}

/// <summary>Declares a variable that is assigned to further in.</summary>
internal sealed class Declaration(Variable variable) : Statement
{
    public Variable Variable { get; } = variable;
}

/// <summary>Does something that is not an assignment to a variable: a store, a call.</summary>
internal sealed class Action(Expression expression) : Statement
{
    public Expression Expression { get; } = expression;
}

/// <summary>A condition and its opposite, each as a person would write it.</summary>
internal sealed record Condition(Expression Holds, Expression Fails)
{
    public Condition Opposite => new(Fails, Holds);

    public static Condition Of(Variable flag)
    {
        Expression holds = Expression.Of(flag);
        return new Condition(holds, Expression.Prefix("!", holds, OpenClType.Bool));
    }

    public Condition And(Condition other) => new(Join(Holds, "&&", other.Holds, Precedence.LogicalAnd), Join(Fails, "||", other.Fails, Precedence.LogicalOr));

    public Condition Or(Condition other) => new(Join(Holds, "||", other.Holds, Precedence.LogicalOr), Join(Fails, "&&", other.Fails, Precedence.LogicalAnd));

    /// <summary>An and inside an or is put in parentheses.</summary>
    private static Expression Join(Expression left, string op, Expression right, Precedence precedence)
    {
        string Operand(Expression e) => e.In(e.Precedence == precedence ? precedence : Precedence.Or);
        return Expression.From($"{Operand(left)} {op} {Operand(right)}", precedence, OpenClType.Bool, left, right);
    }
}

/// <summary>Does one of two things.</summary>
internal sealed class Conditional(Condition condition, List<Statement> whenTrue, List<Statement> whenFalse) : Statement
{
    public Condition Condition { get; set; } = condition;

    public List<Statement> WhenTrue { get; set; } = whenTrue;

    public List<Statement> WhenFalse { get; set; } = whenFalse;

    public void Swap()
    {
        Condition = Condition.Opposite;
        (WhenTrue, WhenFalse) = (WhenFalse, WhenTrue);
    }
}

/// <summary>The forms of loops in C.</summary>
internal enum LoopForm
{
    Endless,
    While,
    For,
    DoWhile,
}

/// <summary>Repeats its body; what falls off the end goes on at the start.</summary>
internal sealed class Repetition(Label start, List<Statement> body) : Statement
{
    public Label Start { get; } = start;

    public List<Statement> Body { get; set; } = body;

    /// <summary>Gets the place behind the loop.</summary>
    public Label End { get; } = new();

    public LoopForm Form { get; set; }

    /// <summary>Gets or sets the condition on which the loop goes on; null in an endless loop.</summary>
    public Expression? Condition { get; set; }

    /// <summary>Gets or sets what a for loop starts with.</summary>
    public Assignment? Initial { get; set; }

    /// <summary>Gets or sets what a for loop ends each turn with.</summary>
    public Assignment? Step { get; set; }
}

/// <summary>Statements that can be left early: a jump to the label goes on behind them.</summary>
internal sealed class Region(Label end, List<Statement> body) : Statement
{
    public Label End { get; } = end;

    public List<Statement> Body { get; set; } = body;
}

/// <summary>Goes on elsewhere.</summary>
internal sealed class Jump(Label target) : Statement
{
    public Label Target { get; } = target;

    /// <summary>Gets or sets the keyword that does it.</summary>
    public string? Keyword { get; set; }
}

/// <summary>A place that statements jump to.</summary>
internal sealed class Label
{
    /// <summary>Gets the end of the kernel.</summary>
    public static Label Return { get; } = new();
}
