using Panther.Jit.Backends.OpenCl.Expressions;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>Writes early exits first, and finds the loops that C has a form for.</summary>
internal static class LoopForms
{
    /// <summary>Longer choices are easier to read as if and else.</summary>
    private const int LongestChoice = 100;

    public static List<Statement> Run(List<Statement> statements)
    {
        var result = new List<Statement>();
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Conditional conditional:
                    result.AddRange(Flatten(conditional));
                    break;
                case Region region:
                    region.Body = Run(region.Body);
                    result.Add(region);
                    break;
                case Repetition loop:
                    loop.Body = Run(loop.Body);
                    Choose(loop, result);
                    result.Add(loop);
                    break;
                default:
                    result.Add(statement);
                    break;
            }
        }

        return result;
    }

    /// <summary>Where one side ends in a jump, the other needs no else.</summary>
    private static List<Statement> Flatten(Conditional conditional)
    {
        conditional.WhenTrue = Run(conditional.WhenTrue);
        conditional.WhenFalse = Run(conditional.WhenFalse);
        bool leaves = conditional.WhenTrue is [.., Jump];
        bool otherLeaves = conditional.WhenFalse is [.., Jump];
        if (conditional.WhenTrue.Count == 0 || (otherLeaves && (!leaves || conditional.WhenFalse.Count < conditional.WhenTrue.Count)))
        {
            conditional.Swap();
            leaves = otherLeaves;
        }

        if (!leaves)
        {
            return [Choice(conditional) ?? (Statement)conditional];
        }

        List<Statement> behind = conditional.WhenFalse;
        conditional.WhenFalse = [];
        return [conditional, .. behind];
    }

    /// <summary>Writes an if that only chooses between two short values as one assignment.</summary>
    private static Assignment? Choice(Conditional conditional)
    {
        if (conditional is not { WhenTrue: [Assignment { Operator: "", IsStep: false } a], WhenFalse: [Assignment { Operator: "", IsStep: false } b] }
            || !ReferenceEquals(a.Target, b.Target))
        {
            return null;
        }

        Expression condition = conditional.Condition.Holds;
        string text = $"{condition.In(Precedence.LogicalOr)} ? {a.Value.In(Precedence.LogicalOr)} : {b.Value.In(Precedence.LogicalOr)}";
        return text.Length > LongestChoice
            ? null
            : new Assignment(a.Target, Expression.From(text, Precedence.Conditional, a.Target.Type, condition, a.Value, b.Value)) { Location = conditional.Location };
    }

    private static void Choose(Repetition loop, List<Statement> before)
    {
        if (loop.Body is [Conditional { WhenTrue: [Jump { Keyword: "break" }], WhenFalse: [] } first, ..])
        {
            loop.Form = LoopForm.While;
            loop.Condition = first.Condition.Fails;
            loop.Body.RemoveAt(0);
            ChooseFor(loop, before);
        }
        else if (loop.Body is [.., Conditional { WhenTrue: [Jump { Keyword: "break" }], WhenFalse: [] } last] && !Continues(loop.Body))
        {
            loop.Form = LoopForm.DoWhile;
            loop.Condition = last.Condition.Fails;
            loop.Body.RemoveAt(loop.Body.Count - 1);
        }
    }

    private static void ChooseFor(Repetition loop, List<Statement> before)
    {
        if (Continues(loop.Body))
        {
            return;
        }

        int step = LastStep(loop);
        if (step < 0)
        {
            return;
        }

        var counted = (Assignment)loop.Body[step];
        int initial = before.FindLastIndex(s => s is Assignment a && ReferenceEquals(a.Target, counted.Target));
        if (initial >= 0 && CanMoveToEnd(before, initial))
        {
            loop.Form = LoopForm.For;
            loop.Step = counted;
            loop.Initial = (Assignment)before[initial];
            loop.Body.RemoveAt(step);
            before.RemoveAt(initial);
        }
    }

    /// <summary>Returns the last step of a counter that the condition looks at, if it might as well come at the very end; otherwise -1.</summary>
    private static int LastStep(Repetition loop)
    {
        int step = loop.Body.FindLastIndex(s => s is Assignment { IsStep: true } a && loop.Condition!.Reads.Contains(a.Target));
        return step >= 0 && CanMoveToEnd(loop.Body, step) ? step : -1;
    }

    private static bool CanMoveToEnd(List<Statement> statements, int index)
    {
        var moved = (Assignment)statements[index];
        return !moved.Value.ReadsMemory && statements.Skip(index + 1).All(s => s is Assignment other
            && !ReferenceEquals(other.Target, moved.Target) && !other.Value.Reads.Contains(moved.Target) && !moved.Value.Reads.Contains(other.Target));
    }

    /// <summary>Returns whether the loop's own turn is cut short somewhere.</summary>
    private static bool Continues(List<Statement> body) => body.Exists(s => s switch
    {
        Jump jump => jump.Keyword == "continue",
        Conditional conditional => Continues(conditional.WhenTrue) || Continues(conditional.WhenFalse),
        _ => false,
    });
}
