using Panther.Jit.Backends.OpenCl.Expressions;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>
/// Declares every variable in the innermost braces around all its uses: by the assignment that comes first there, or, where that stands further in,
/// on its own before it.
/// </summary>
internal sealed class Declarations
{
    private readonly Dictionary<Variable, Scope> scopes = [];
    private readonly Dictionary<Variable, int> assignments = [];
    private readonly List<Variable> order = [];

    /// <summary>The heads of the for loops whose head is looked at, by their counters.</summary>
    private readonly Dictionary<Variable, Scope> heads = [];

    public static void Place(List<Statement> statements)
    {
        var declarations = new Declarations();
        declarations.Visit(new Scope(statements, null, 0));
        declarations.Declare();
    }

    private void Visit(Scope scope)
    {
        for (int i = 0; i < scope.Statements.Count; i++)
        {
            switch (scope.Statements[i])
            {
                case Assignment assignment:
                    Assign(assignment, scope, i);
                    break;
                case ArrayStatement array:
                    Use(array.Array, scope, i);
                    break;
                case Action action:
                    Use(action.Expression, scope, i);
                    break;
                case Conditional conditional:
                    Use(conditional.Condition.Holds, scope, i);
                    Visit(scope.Inner(conditional.WhenTrue, i));
                    Visit(scope.Inner(conditional.WhenFalse, i));
                    break;
                case Region region:
                    Visit(scope.Inner(region.Body, i));
                    break;
                case Repetition loop:
                    VisitLoop(loop, scope, i);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The head of a for loop is a scope around its body, but only for the counter; that of a do loop is none.</summary>
    private void VisitLoop(Repetition loop, Scope scope, int index)
    {
        Scope head = scope;
        if (loop.Initial is { } initial && loop.Step is { } step)
        {
            head = scope.Inner([initial], index);
            heads.Add(initial.Target, head);
            Assign(initial, scope, index);
            Assign(step, scope, index);
        }

        if (loop.Condition is { } condition)
        {
            Use(condition, scope, index);
        }

        if (loop.Initial is { Target: var counter })
        {
            heads.Remove(counter);
        }

        Visit(head.Inner(loop.Body, ReferenceEquals(head, scope) ? index : 0));
    }

    private void Assign(Assignment assignment, Scope scope, int index)
    {
        assignments[assignment.Target] = assignments.GetValueOrDefault(assignment.Target) + 1;
        Use(assignment.Target, scope, index);
        Use(assignment.Value, scope, index);
    }

    private void Use(Expression expression, Scope scope, int index)
    {
        foreach (Variable variable in expression.Reads)
        {
            Use(variable, scope, index);
        }
    }

    private void Use(Variable variable, Scope scope, int index)
    {
        if (variable.IsGiven)
        {
            return;
        }

        if (heads.TryGetValue(variable, out Scope? head))
        {
            (scope, index) = (head, 0);
        }

        scope.Note(variable, index);
        if (scopes.TryGetValue(variable, out Scope? known))
        {
            scopes[variable] = known.CommonWith(scope);
        }
        else
        {
            scopes.Add(variable, scope);
            order.Add(variable);
        }
    }

    private void Declare()
    {
        var missing = new Dictionary<Scope, List<(int Index, Variable Variable)>>();
        foreach (Variable variable in order)
        {
            Scope scope = scopes[variable];
            int first = scope.FirstUse(variable);
            switch (scope.Statements[first])
            {
                case Assignment assignment when ReferenceEquals(assignment.Target, variable) && !assignment.Value.Reads.Contains(variable) && assignment.Operator.Length == 0:
                    assignment.Declares = true;
                    assignment.IsOnly = assignments[variable] == 1;
                    break;
                case ArrayStatement array:
                    array.Declares = true;
                    break;
                default:
                    if (!missing.TryGetValue(scope, out List<(int Index, Variable Variable)>? list))
                    {
                        missing.Add(scope, list = []);
                    }

                    list.Add((first, variable));
                    break;
            }
        }

        foreach ((Scope scope, List<(int Index, Variable Variable)> list) in missing)
        {
            // From the end, so that the places in front stay what they are.
            foreach ((int index, Variable variable) in list.OrderByDescending(e => e.Index))
            {
                scope.Statements.Insert(index, new Declaration(variable));
            }
        }
    }

    /// <summary>What stands between one pair of braces.</summary>
    private sealed class Scope(List<Statement> statements, Scope? parent, int index)
    {
        private readonly Dictionary<Variable, int> first = [];

        public List<Statement> Statements { get; } = statements;

        private int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

        public Scope Inner(List<Statement> inner, int at) => new(inner, this, at);

        public int FirstUse(Variable variable) => first[variable];

        /// <summary>Takes note of a use here, which is also one in all scopes around.</summary>
        public void Note(Variable variable, int at)
        {
            if (!first.TryGetValue(variable, out int known) || at < known)
            {
                first[variable] = at;
            }

            parent?.Note(variable, index);
        }

        public Scope CommonWith(Scope other)
        {
            Scope a = this;
            Scope b = other;
            while (!ReferenceEquals(a, b))
            {
                (a, b) = a.Depth >= b.Depth ? (a.Up, b) : (a, b.Up);
            }

            return a;
        }

        private Scope Up => parent ?? throw new InvalidOperationException("Two statements of one kernel are in no common scope.");
    }
}
