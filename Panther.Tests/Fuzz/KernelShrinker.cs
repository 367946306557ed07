namespace Panther.Tests.Fuzz;

/// <summary>Makes a failing kernel smaller, one cut at a time, as long as it still fails.</summary>
internal static class KernelShrinker
{
    /// <summary>Returns the smallest failing kernel found within a number of tries.</summary>
    public static KernelShape Shrink(KernelShape failing, Func<KernelShape, bool> fails, int tries)
    {
        bool progress = true;
        while (progress && tries > 0)
        {
            progress = false;
            foreach (Node cut in Cuts(failing.Code))
            {
                if (tries-- <= 0)
                {
                    break;
                }

                KernelShape candidate = failing with { Code = (Body)cut };
                if (fails(candidate))
                {
                    failing = candidate;
                    progress = true;
                    break;
                }
            }
        }

        return failing;
    }

    /// <summary>Returns the trees that differ from this one by one cut, the boldest first.</summary>
    private static IEnumerable<Node> Cuts(Node node)
    {
        foreach (Node own in OwnCuts(node))
        {
            yield return own;
        }

        for (int i = 0; i < node.Children.Count; i++)
        {
            foreach (Node cut in Cuts(node.Children[i]))
            {
                Node[] children = [.. node.Children];
                children[i] = cut;
                yield return node.With(children);
            }
        }
    }

    private static IEnumerable<Node> OwnCuts(Node node)
    {
        switch (node)
        {
            case Body body:
                for (int i = body.Statements.Count - 1; i >= 0; i--)
                {
                    yield return new Body([.. body.Statements.Take(i), .. body.Statements.Skip(i + 1)]);
                    Body? inner = body.Statements[i] switch
                    {
                        If choice => choice.WhenTrue,
                        For loop => loop.Inside,
                        Switch choice => choice.Default,
                        _ => null,
                    };
                    if (inner is not null)
                    {
                        yield return new Body([.. body.Statements.Take(i), .. inner.Statements, .. body.Statements.Skip(i + 1)]);
                    }
                }

                break;
            case If { WhenFalse: not null } choice:
                yield return choice with { WhenFalse = null };
                break;
            case Switch { Cases.Count: > 1 } choice:
                yield return choice with { Cases = [.. choice.Cases.Take(choice.Cases.Count - 1)] };
                break;
            case Expression expression when expression is not Literal:
                yield return Literal.Of(expression.Type, 1);
                foreach (Node child in expression.Children)
                {
                    if (child is Expression part && part.Type == expression.Type)
                    {
                        yield return part;
                    }
                }

                break;
        }
    }
}
