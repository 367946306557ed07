using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>Which forms of each value the code needs: the first lane's scalar, the vector of all lanes, or both. What nobody needs is not computed.</summary>
internal sealed class ValueForms
{
    private readonly HashSet<Value> scalar = [];
    private readonly HashSet<Value> vector = [];
    private readonly Dictionary<Value, List<Instruction>> requests = [];
    private readonly LaneShapes shapes;

    public ValueForms(BlockOrder order, LaneShapes shapes)
    {
        this.shapes = shapes;
        foreach (Block block in order.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                AddRoot(instruction);
            }
        }
    }

    public bool NeedsScalar(Value value) => scalar.Contains(value);

    public bool NeedsVector(Value value) => vector.Contains(value);

    public bool IsNeeded(Value value) => scalar.Contains(value) || vector.Contains(value);

    /// <summary>Returns the instructions that take the value, one entry for each operand and form.</summary>
    public IReadOnlyList<Instruction> Takers(Value value) => requests.GetValueOrDefault(value) ?? [];

    /// <summary>Returns whether a store writes one scalar for all lanes.</summary>
    public bool IsUniformStore(StoreInstruction store) => shapes.ForAddress(store.Pointer).IsUniform && shapes.Exact(store.Stored).IsUniform;

    private void AddRoot(Instruction instruction)
    {
        switch (instruction)
        {
            case StoreInstruction store when IsUniformStore(store):
                Scalar(store, store.Pointer);
                Scalar(store, store.Stored);
                break;
            case StoreInstruction store:
                Address(store, store.Pointer);
                Vector(store, store.Stored);
                break;
            case AtomicInstruction or CompareExchangeInstruction:
                VisitVector(instruction);
                break;
            case ConditionalBranchInstruction branch when shapes.IsDivergent(branch.Block!):
                Vector(branch, branch.Condition);
                break;
            case ConditionalBranchInstruction branch when !ReferenceEquals(branch.WhenTrue, branch.WhenFalse):
                Scalar(branch, branch.Condition);
                break;
            case LoadInstruction { IsVolatile: true } load when shapes.Exact(load).IsUniform:
                if (scalar.Add(load))
                {
                    VisitScalar(load);
                }

                break;
            case LoadInstruction { IsVolatile: true } load:
                if (vector.Add(load))
                {
                    VisitVector(load);
                }

                break;
            default:
                break;
        }
    }

    private void Request(Instruction user, Value value)
    {
        if (!requests.TryGetValue(value, out List<Instruction>? list))
        {
            requests.Add(value, list = []);
        }

        list.Add(user);
    }

    private void Scalar(Instruction user, Value value)
    {
        Request(user, value);
        if (scalar.Add(value) && value is Instruction instruction)
        {
            VisitScalar(instruction);
        }
    }

    private void Vector(Instruction user, Value value)
    {
        Request(user, value);
        if (!vector.Add(value))
        {
            return;
        }

        if (!shapes.Exact(value).IsVarying)
        {
            if (scalar.Add(value) && value is Instruction instruction)
            {
                VisitScalar(instruction);
            }
        }
        else
        {
            VisitVector((Instruction)value);
        }
    }

    private void Address(Instruction user, Value pointer)
    {
        if (shapes.HasScalar(pointer))
        {
            Scalar(user, pointer);
        }
        else
        {
            Vector(user, pointer);
        }
    }

    private void VisitScalar(Instruction instruction)
    {
        foreach (Value operand in instruction.Operands)
        {
            Scalar(instruction, operand);
        }
    }

    private void VisitVector(Instruction instruction)
    {
        switch (instruction)
        {
            case LoadInstruction load:
                Address(load, load.Pointer);
                break;
            case AtomicInstruction or CompareExchangeInstruction:
                Address(instruction, instruction.Operands[0]);
                foreach (Value operand in instruction.Operands.Skip(1))
                {
                    Vector(instruction, operand);
                }

                break;
            case BinaryInstruction { Op: BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned } shift
                when shapes.Exact(shift.Right).IsUniform:
                Vector(shift, shift.Left);
                Scalar(shift, shift.Right);
                break;
            case ShuffleInstruction shuffle when shapes.Exact(shuffle.Lane).IsUniform:
                Vector(shuffle, shuffle.Shuffled);
                Scalar(shuffle, shuffle.Lane);
                break;
            default:
                foreach (Value operand in instruction.Operands)
                {
                    Vector(instruction, operand);
                }

                break;
        }
    }
}
