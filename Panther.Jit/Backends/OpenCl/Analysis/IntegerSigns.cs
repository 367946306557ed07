using Panther.Jit.IR;
using Panther.Jit.Passes.Analysis;

namespace Panther.Jit.Backends.OpenCl.Analysis;

/// <summary>
/// Chooses for every integer whether its variable has a sign. The bits are the same; the choice saves casts: operations that need one of both vote,
/// and arithmetic that may wrap asks for none, since overflow of signed integers is undefined in C.
/// </summary>
internal sealed class IntegerSigns
{
    private readonly Dictionary<Value, int> votes = [];
    private readonly Dictionary<Value, Value> leaders = [];
    private readonly Dictionary<Value, bool> isUnsigned = [];

    private readonly LoopForest loops;

    public IntegerSigns(IReadOnlyList<Parameter> parameters, IReadOnlyList<Block> blocks, LoopForest loops)
    {
        this.loops = loops;
        foreach (Instruction instruction in blocks.SelectMany(b => b.Instructions))
        {
            Vote(instruction);
        }

        Instruction[] integers = [.. blocks.SelectMany(b => b.Instructions).Where(i => i.Type.IsInteger)];
        foreach (Value value in integers.AsEnumerable().Reverse().Concat<Value>(parameters.Where(p => p.Type.IsInteger)))
        {
            DecideByUsers(value);
        }

        foreach (Instruction instruction in integers)
        {
            Decide(instruction);
        }
    }

    public bool IsUnsigned(Value value) =>
        value.Type.IsInteger && !value.Type.IsVector && (isUnsigned.TryGetValue(Leader(value), out bool known) ? known : votes.GetValueOrDefault(Leader(value)) > 0);

    /// <summary>Returns whether a sum, difference, product or negation stays within the signed range of its type.</summary>
    public bool IsExact(BinaryInstruction i)
    {
        ValueRange a = ValueRange.Of(i.Left);
        ValueRange b = ValueRange.Of(i.Right);
        (Int128 min, Int128 max) = i.Op switch
        {
            BinaryOp.Add => ((Int128)a.Min + b.Min, (Int128)a.Max + b.Max),
            BinaryOp.Sub => ((Int128)a.Min - b.Max, (Int128)a.Max - b.Min),
            BinaryOp.Mul => Product(a, b),
            _ => (Int128.MinValue, Int128.MaxValue),
        };
        if (i.Op == BinaryOp.Add && GridIndex.Dimension(i) is not null)
        {
            return true;
        }

        Int128 limit = Int128.One << (i.Type.Bits - 1);
        return (min >= -limit && max < limit) || IsCounterStep(i);
    }

    private static (Int128 Min, Int128 Max) Product(ValueRange a, ValueRange b)
    {
        Int128[] corners = [(Int128)a.Min * b.Min, (Int128)a.Min * b.Max, (Int128)a.Max * b.Min, (Int128)a.Max * b.Max];
        return (corners.Min(), corners.Max());
    }

    /// <summary>
    /// A counter that steps up by one while it is below something does not overflow, wherever in the loop the step is; its range alone does not say so.
    /// </summary>
    private bool IsCounterStep(BinaryInstruction i) =>
        i is { Op: BinaryOp.Add, Left: PhiInstruction phi, Right: Constant { IsOne: true } }
        && ((phi.Operands.Contains(i) && ValueRange.Of(phi).Min > -(1L << (i.Type.Bits - 1))) || IsBoundedByHeader(phi, i));

    private bool IsBoundedByHeader(PhiInstruction phi, BinaryInstruction step) =>
        loops.Innermost(phi.Block!) is { } loop && ReferenceEquals(loop.Header, phi.Block)
        && loop.Header.Terminator is ConditionalBranchInstruction { Condition: CompareInstruction test } branch
        && loop.Blocks.Contains(step.Block!) && !ReferenceEquals(step.Block, loop.Header)
        && ((test.Op == CompareOp.LessSigned && ReferenceEquals(test.Left, phi) && !loop.Blocks.Contains(branch.WhenFalse))
            || (test.Op == CompareOp.GreaterSigned && ReferenceEquals(test.Right, phi) && !loop.Blocks.Contains(branch.WhenFalse))
            || (test.Op == CompareOp.GreaterEqualSigned && ReferenceEquals(test.Left, phi) && !loop.Blocks.Contains(branch.WhenTrue)));

    private void Vote(Instruction i)
    {
        switch (i)
        {
            case PhiInstruction or SelectInstruction when i.Type.IsInteger:
                foreach (Value operand in i is SelectInstruction select ? [select.WhenTrue, select.WhenFalse] : i.Operands)
                {
                    Join(i, operand);
                }

                break;
            case BinaryInstruction b when b.Type.IsInteger:
                switch (b.Op)
                {
                    case BinaryOp.MulHighUnsigned or BinaryOp.DivUnsigned or BinaryOp.RemUnsigned or BinaryOp.MinUnsigned or BinaryOp.MaxUnsigned:
                        Vote(1, b, b.Left, b.Right);
                        break;
                    case BinaryOp.ShiftRightUnsigned:
                        Vote(1, b, b.Left);
                        break;
                    case BinaryOp.MulHighSigned or BinaryOp.DivSigned or BinaryOp.RemSigned or BinaryOp.MinSigned or BinaryOp.MaxSigned:
                        Vote(-1, b, b.Left, b.Right);
                        break;
                    case BinaryOp.ShiftRightSigned:
                        Vote(-1, b, b.Left);
                        break;
                    default:
                        break;
                }

                break;
            case CompareInstruction { Op: >= CompareOp.LessSigned and <= CompareOp.GreaterEqualSigned } c:
                Vote(-1, c.Left, c.Right);
                break;
            case CompareInstruction { Op: >= CompareOp.LessUnsigned and <= CompareOp.GreaterEqualUnsigned } c:
                Vote(1, c.Left, c.Right);
                break;
            case ConvertInstruction { Op: ConvertOp.SignExtend } c:
                Vote(-1, c.Operand, c);
                break;
            case ConvertInstruction { Op: ConvertOp.ZeroExtend or ConvertOp.UnsignedToFloat } c when c.Operand.Type.IsInteger:
                Vote(1, c.Operand);
                break;
            case ConvertInstruction { Op: ConvertOp.SignedToFloat } c:
                Vote(-1, c.Operand);
                break;
            case ConvertInstruction { Op: ConvertOp.FloatToSigned } c:
                Vote(-1, c);
                break;
            case ConvertInstruction { Op: ConvertOp.FloatToUnsigned } c:
                Vote(1, c);
                break;
            case GepInstruction g:
                Vote(-1, g.Index);
                break;
            case IndexInstruction or DynamicSharedSizeInstruction:
                Vote(-1, i);
                break;
            default:
                break;
        }
    }

    /// <summary>Settles what nobody has voted on where it goes into something without sign.</summary>
    private void DecideByUsers(Value value)
    {
        Value leader = Leader(value);
        if (IsOpen(leader) && value.Users.Any(TakesUnsigned))
        {
            isUnsigned[leader] = true;
        }
    }

    private bool TakesUnsigned(Instruction user) => user switch
    {
        BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul } b => !IsExact(b) && (IsOpen(Leader(b)) || IsUnsigned(b)),
        BinaryInstruction { Op: BinaryOp.And or BinaryOp.Or or BinaryOp.Xor } or UnaryInstruction { Op: UnaryOp.Not } => IsUnsigned(user),
        _ => false,
    };

    private bool IsOpen(Value leader) => votes.GetValueOrDefault(leader) == 0 && !isUnsigned.ContainsKey(leader);

    /// <summary>Settles what nobody has voted on: the sign of the operands, or none where the operation may wrap.</summary>
    private void Decide(Instruction i)
    {
        Value leader = Leader(i);
        if (!IsOpen(leader) || i is PhiInstruction or SelectInstruction)
        {
            return;
        }

        isUnsigned[leader] = i switch
        {
            BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul } b => !IsExact(b),
            BinaryInstruction { Op: BinaryOp.ShiftLeft } => true,
            BinaryInstruction { Op: BinaryOp.And or BinaryOp.Or or BinaryOp.Xor } b => IsUnsigned(b.Left) || IsUnsigned(b.Right),
            UnaryInstruction u => IsUnsigned(u.Operand),
            _ => i.Type.Bits < 32,
        };
    }

    private void Vote(int vote, params ReadOnlySpan<Value> values)
    {
        foreach (Value value in values)
        {
            if (value is not Constant && value.Type.IsInteger)
            {
                votes[Leader(value)] = votes.GetValueOrDefault(Leader(value)) + vote;
            }
        }
    }

    private void Join(Value a, Value b)
    {
        Value first = Leader(a);
        Value second = Leader(b);
        if (b is not Constant && !ReferenceEquals(first, second))
        {
            leaders[second] = first;
            votes[first] = votes.GetValueOrDefault(first) + votes.GetValueOrDefault(second);
        }
    }

    private Value Leader(Value value)
    {
        while (leaders.TryGetValue(value, out Value? next))
        {
            value = next;
        }

        return value;
    }
}
