using Panther.Jit.Backends.OpenCl.Expressions;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>
/// Takes out the jumps to where control goes anyway, joins nested conditions, and turns what jumps over other code into if and else,
/// until break, continue and return are enough for the rest.
/// </summary>
internal sealed class JumpCleanup
{
    private readonly Names names;

    /// <summary>The labels at which control stands behind each loop.</summary>
    private readonly Dictionary<Repetition, HashSet<Label>> ends = [];

    private JumpCleanup(Names names) => this.names = names;

    public static List<Statement> Run(List<Statement> statements, Names names)
    {
        var cleanup = new JumpCleanup(names);
        statements = cleanup.Clean(statements, [Label.Return]);
        while (cleanup.Lower(statements, []))
        {
            statements = cleanup.Clean(statements, [Label.Return]);
        }

        return statements;
    }

    /// <summary>Cleans statements behind which control stands at all of the given labels.</summary>
    private List<Statement> Clean(List<Statement> statements, IReadOnlyList<Label> after)
    {
        List<Statement> rest = [];
        for (int i = statements.Count - 1; i >= 0; i--)
        {
            IReadOnlyList<Label> next = rest is [] ? after : rest[0] is Jump jump ? [jump.Target] : [];
            switch (statements[i])
            {
                case Jump own:
                    rest = next.Contains(own.Target) ? rest is [Jump] ? rest : [] : [own];
                    break;
                case Conditional conditional:
                    rest = CleanConditional(conditional, rest, next, after);
                    break;
                case Region region:
                    region.Body = Clean(region.Body, [region.End, .. next]);
                    rest = NeedsRegion(region.Body, region.End) ? [region, .. rest] : Clean([.. region.Body, .. rest], after);
                    break;
                case Repetition loop:
                    loop.Body = Clean(loop.Body, [loop.Start]);
                    EndsOf(loop).UnionWith(next);
                    rest.Insert(0, loop);
                    break;
                default:
                    rest.Insert(0, statements[i]);
                    break;
            }
        }

        return rest;
    }

    /// <summary>What stands behind a loop stays there, so that its labels only ever become more.</summary>
    private HashSet<Label> EndsOf(Repetition loop)
    {
        if (!ends.TryGetValue(loop, out HashSet<Label>? labels))
        {
            ends.Add(loop, labels = [loop.End]);
        }

        return labels;
    }

    private List<Statement> CleanConditional(Conditional conditional, List<Statement> rest, IReadOnlyList<Label> next, IReadOnlyList<Label> after)
    {
        conditional.WhenTrue = Clean(conditional.WhenTrue, next);
        conditional.WhenFalse = Clean(conditional.WhenFalse, next);
        JoinConditions(conditional);
        if (conditional.WhenTrue.Count == 0 && conditional.WhenFalse.Count == 0)
        {
            return rest;
        }

        // One side goes to where all ends, over what is left; that belongs to the other side then.
        if (rest.Count > 0 && rest is not [Jump])
        {
            if (CommonEnd(conditional.WhenTrue) is { } over && after.Contains(over) && !EndsInJump(conditional.WhenFalse))
            {
                conditional.WhenFalse = Clean([.. conditional.WhenFalse, .. rest], after);
                conditional.WhenTrue = Clean(conditional.WhenTrue, after);
                return [conditional];
            }

            if (CommonEnd(conditional.WhenFalse) is { } otherwise && after.Contains(otherwise) && !EndsInJump(conditional.WhenTrue))
            {
                conditional.WhenTrue = Clean([.. conditional.WhenTrue, .. rest], after);
                conditional.WhenFalse = Clean(conditional.WhenFalse, after);
                return [conditional];
            }
        }

        // What comes behind a conditional none of whose sides comes to its end is never reached.
        return EndsInJump(conditional.WhenTrue) && EndsInJump(conditional.WhenFalse) ? [conditional] : [conditional, .. rest];
    }

    /// <summary>Returns where all ends of the statements jump to, if that is one place.</summary>
    private static Label? CommonEnd(List<Statement> statements) => statements switch
    {
        [.., Jump jump] => jump.Target,
        [.., Conditional last] when CommonEnd(last.WhenTrue) is { } end && ReferenceEquals(end, CommonEnd(last.WhenFalse)) => end,
        _ => null,
    };

    private static bool EndsInJump(List<Statement> statements) => statements is [.., Jump]
        || (statements is [.., Conditional last] && EndsInJump(last.WhenTrue) && EndsInJump(last.WhenFalse));

    /// <summary>Makes one condition of two that are nested, where all ways but one do the same.</summary>
    private static void JoinConditions(Conditional outer)
    {
        if (outer.WhenTrue is [Conditional inner])
        {
            if (Same(inner.WhenTrue, outer.WhenFalse))
            {
                inner.Swap();
            }

            if (Same(inner.WhenFalse, outer.WhenFalse))
            {
                outer.Condition = outer.Condition.And(inner.Condition);
                outer.WhenTrue = inner.WhenTrue;
            }
        }
        else if (outer.WhenFalse is [Conditional other])
        {
            if (Same(other.WhenFalse, outer.WhenTrue))
            {
                other.Swap();
            }

            if (Same(other.WhenTrue, outer.WhenTrue))
            {
                outer.Condition = outer.Condition.Or(other.Condition);
                outer.WhenFalse = other.WhenFalse;
            }
        }
    }

    private static bool Same(List<Statement> a, List<Statement> b) => a.Count == b.Count && a.Zip(b).All(p => p switch
    {
        (Jump x, Jump y) => ReferenceEquals(x.Target, y.Target),
        (Assignment x, Assignment y) => ReferenceEquals(x.Target, y.Target) && x.Operator == y.Operator && x.Value.Text == y.Value.Text,
        _ => false,
    });

    /// <summary>Returns whether there are jumps to the end of a region that are not breaks out of a loop at its end.</summary>
    private bool NeedsRegion(List<Statement> statements, Label end) => statements.Exists(s => s switch
    {
        Jump jump => ReferenceEquals(jump.Target, end),
        Conditional conditional => NeedsRegion(conditional.WhenTrue, end) || NeedsRegion(conditional.WhenFalse, end),
        Repetition loop => !EndsOf(loop).Contains(end) && NeedsRegion(loop.Body, end),
        Region region => NeedsRegion(region.Body, end),
        _ => false,
    });

    /// <summary>
    /// Finds jumps out of more than the innermost loop or region, and lets them leave that one first, with a flag that says where to go on.
    /// Returns whether anything changed.
    /// </summary>
    private bool Lower(List<Statement> statements, IReadOnlyList<Label> reachable)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            switch (statements[i])
            {
                case Jump jump:
                    jump.Keyword = Keyword(jump.Target, reachable);
                    break;
                case Conditional conditional:
                    if (Lower(conditional.WhenTrue, reachable) || Lower(conditional.WhenFalse, reachable))
                    {
                        return true;
                    }

                    break;
                case Repetition loop:
                    if (LowerBody(statements, i, loop.Body, [loop.Start, .. EndsOf(loop)], loop.End))
                    {
                        return true;
                    }

                    break;
                case Region region:
                    // Of the two kinds of label only the end can be reached, by break; the first is where continue leads.
                    if (LowerBody(statements, i, region.Body, [new Label(), region.End], region.End))
                    {
                        return true;
                    }

                    break;
                default:
                    break;
            }
        }

        return false;
    }

    private bool LowerBody(List<Statement> statements, int index, List<Statement> body, IReadOnlyList<Label> reachable, Label end)
    {
        if (FindFarJump(body, reachable) is not { } target)
        {
            return Lower(body, reachable);
        }

        var flag = new Variable(names.Plain("leaves"), OpenClType.Bool);
        Redirect(body, target, flag, end);
        statements.Insert(index + 1, new Conditional(Condition.Of(flag), [new Jump(target)], []));
        statements.Insert(index, new Assignment(flag, new Expression("false", Precedence.Primary, OpenClType.Bool)));
        return true;
    }

    /// <summary>Returns the keyword for a jump out of the innermost loop or region, or null if it leads further.</summary>
    private static string? Keyword(Label target, IReadOnlyList<Label> reachable) =>
        reachable is [var start, ..] && ReferenceEquals(target, start) ? "continue"
        : reachable.Contains(target) ? "break"
        : ReferenceEquals(target, Label.Return) ? "return"
        : null;

    private static Label? FindFarJump(List<Statement> statements, IReadOnlyList<Label> reachable) => statements.Select(s => s switch
    {
        Jump jump => Keyword(jump.Target, reachable) is null ? jump.Target : null,
        Conditional conditional => FindFarJump(conditional.WhenTrue, reachable) ?? FindFarJump(conditional.WhenFalse, reachable),
        _ => null,
    }).FirstOrDefault(l => l is not null);

    private static void Redirect(List<Statement> statements, Label target, Variable flag, Label end)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            switch (statements[i])
            {
                case Jump jump when ReferenceEquals(jump.Target, target):
                    statements[i] = new Jump(end);
                    statements.Insert(i, new Assignment(flag, new Expression("true", Precedence.Primary, OpenClType.Bool)));
                    return;
                case Conditional conditional:
                    Redirect(conditional.WhenTrue, target, flag, end);
                    Redirect(conditional.WhenFalse, target, flag, end);
                    break;
                default:
                    break;
            }
        }
    }
}
