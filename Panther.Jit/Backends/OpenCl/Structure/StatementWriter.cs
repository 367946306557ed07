using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Structure;

/// <summary>Writes the instructions of a block, and the values that phis get along an edge, as statements.</summary>
internal sealed class StatementWriter(ExpressionWriter expressions, Folding folding, Names names)
{
    private const string AllMemory = "CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE";

    /// <summary>Names the results that are variables; the phis of all blocks come before what takes them.</summary>
    public void NameResults(IReadOnlyList<Block> blocks)
    {
        foreach (Instruction instruction in blocks.SelectMany(b => b.Instructions))
        {
            bool isGiven = instruction is AllocaInstruction { Space: AddressSpace.Shared } or DynamicSharedSizeInstruction;
            if (!instruction.Type.IsVoid && !isGiven && !folding.IsFolded(instruction) && !folding.IsUnused(instruction) && instruction.HasUsers)
            {
                expressions.Name(instruction, MakeVariable(instruction));
            }
        }
    }

    public Condition Condition(ConditionalBranchInstruction branch) =>
        new(expressions.Write(branch.Condition), expressions.WriteNot(branch.Condition));

    public List<Statement> Write(Block block)
    {
        var statements = new List<Statement>();
        foreach (Instruction instruction in block.Instructions)
        {
            if (!folding.IsFolded(instruction) && !folding.IsUnused(instruction) && Write(instruction) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return statements;
    }

    /// <summary>Writes what the phis of a block get along an edge, all at once, as assignments one after another.</summary>
    public List<Statement> Copies(Block from, Block to)
    {
        var pending = new List<Copy>();
        foreach (PhiInstruction phi in to.Phis)
        {
            if (!folding.IsUnused(phi))
            {
                Value value = phi.IncomingFrom(from);
                Expression written = expressions.Write(value);
                if (written.Text != expressions.VariableOf(phi).Name)
                {
                    pending.Add(new Copy(phi, expressions.VariableOf(phi), value, written));
                }
            }
        }

        // Counters move last, as a person would write it.
        pending = [.. pending.OrderBy(c => IsStep(c) ? 1 : 0)];
        var statements = new List<Statement>();
        while (pending.Count > 0)
        {
            int ready = pending.FindIndex(c => !pending.Any(o => !ReferenceEquals(o, c) && o.Written.Reads.Contains(c.Target)));
            if (ready >= 0)
            {
                statements.Add(Assign(pending[ready]));
                pending.RemoveAt(ready);
                continue;
            }

            // The rest are cycles; saving one variable opens one of them.
            Variable blocked = pending[0].Target;
            var saved = new Variable(names.Plain(blocked.Name + "_before"), blocked.Type);
            statements.Add(new Assignment(saved, Expression.Of(blocked)));
            for (int i = 1; i < pending.Count; i++)
            {
                pending[i] = Redirect(pending[i], blocked, saved, statements);
            }
        }

        return statements;
    }

    /// <summary>Makes a copy read the saved value: directly where it does nothing else, otherwise it is computed before anything changes.</summary>
    private Copy Redirect(Copy copy, Variable blocked, Variable saved, List<Statement> statements)
    {
        if (!copy.Written.Reads.Contains(blocked))
        {
            return copy;
        }

        if (copy.Written.Text == blocked.Name)
        {
            return copy with { Written = Expression.Of(saved) };
        }

        var early = new Variable(names.Plain(copy.Target.Name + "_next"), copy.Target.Type);
        statements.Add(new Assignment(early, copy.Written));
        return copy with { Written = Expression.Of(early) };
    }

    private static bool IsStep(Copy copy) => copy.Value is BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub, Right: Constant, Type.IsFloat: false } step
        && ReferenceEquals(step.Left, copy.Phi);

    /// <summary>Writes x = x + y as x += y.</summary>
    private static Assignment Assign(Copy copy)
    {
        (string op, string right) = copy.Value is BinaryInstruction { Left: var left } && ReferenceEquals(left, copy.Phi)
            ? Shorten(copy.Target.Name, copy.Written)
            : (string.Empty, copy.Written.Text);
        return new Assignment(copy.Target, copy.Written with { Text = right }) { Operator = op, IsStep = IsStep(copy) };
    }

    /// <summary>Takes the target and the operator behind it off the start of an expression whose outermost operator that is.</summary>
    private static (string Operator, string Right) Shorten(string target, Expression value)
    {
        ReadOnlySpan<string> operators = value.Precedence switch
        {
            Precedence.Sum => ["+", "-"],
            Precedence.Product => ["*"],
            Precedence.Or => ["|"],
            Precedence.Xor => ["^"],
            _ => [],
        };
        foreach (string op in operators)
        {
            string start = $"{target} {op} ";
            if (value.Text.StartsWith(start, StringComparison.Ordinal) && !HasOuterOperator(value.Text.AsSpan(start.Length), operators))
            {
                return (op, value.Text[start.Length..]);
            }
        }

        return (string.Empty, value.Text);
    }

    /// <summary>Returns whether one of the operators stands outside all parentheses: x + y + z is (x + y) + z, not x += y + z.</summary>
    private static bool HasOuterOperator(ReadOnlySpan<char> text, ReadOnlySpan<string> operators)
    {
        int nesting = 0;
        for (int i = 0; i < text.Length; i++)
        {
            nesting += text[i] is '(' or '[' ? 1 : text[i] is ')' or ']' ? -1 : 0;
            foreach (string op in operators)
            {
                if (nesting == 0 && i > 0 && text[i] == op[0] && text[i - 1] == ' ')
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Variable MakeVariable(Instruction instruction)
    {
        string name = names.OfResult(instruction);
        return instruction is AllocaInstruction allocation
            ? new Variable(name, expressions.TypeOf(instruction)) { ArrayBytes = allocation.Size, Alignment = allocation.Alignment }
            : new Variable(name, expressions.TypeOf(instruction));
    }

    private Statement? Write(Instruction instruction)
    {
        switch (instruction)
        {
            case PhiInstruction or Terminator or UnrollHintInstruction or AllocaInstruction { Space: AddressSpace.Shared } or DynamicSharedSizeInstruction:
                return null;
            case AllocaInstruction:
                return new ArrayStatement(expressions.VariableOf(instruction)) { Location = instruction.Location };
            case StoreInstruction store:
                (Expression target, Expression value) = expressions.Store(store);
                (string op, string right) = store.Stored is BinaryInstruction { Left: LoadInstruction } ? Shorten(target.Text, value) : (string.Empty, value.Text);
                return Act(instruction, Expression.From($"{target.Text} {op}= {right}", Precedence.Assignment, value.Type, target, value));
            case BarrierInstruction or FenceInstruction:
                string? call = instruction switch
                {
                    BarrierInstruction { Scope: MemoryScope.Group } => "barrier",
                    FenceInstruction { Scope: not MemoryScope.Warp } => "mem_fence",
                    _ => null,
                };
                return call is null ? null : Act(instruction, new Expression($"{call}({AllMemory})", Precedence.Primary, OpenClType.Int));
            default:
                return instruction.HasUsers
                    ? new Assignment(expressions.VariableOf(instruction), expressions.Initial(instruction)) { Location = instruction.Location }
                    : Act(instruction, expressions.Compute(instruction));
        }
    }

    private static Action Act(Instruction instruction, Expression expression) => new(expression) { Location = instruction.Location };

    /// <summary>What one phi gets along an edge.</summary>
    private sealed record Copy(PhiInstruction Phi, Variable Target, Value Value, Expression Written);
}
