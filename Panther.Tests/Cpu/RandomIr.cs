using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Tests.Cpu;

/// <summary>
/// Makes a random kernel: variables of every type that change through random operations, nested branches and loops (with breaks and continues),
/// local and shared memory, gathers, atomics and barriers. Every access is in range, and what is undefined is not made.
/// </summary>
/// <param name="seed">The same seed gives the same kernel.</param>
/// <param name="group">The threads of a group.</param>
/// <param name="shuffles">Whether lanes read other lanes, which needs warps without missing lanes.</param>
internal sealed partial class RandomIr(int seed, Index3D group, bool shuffles)
{
    /// <summary>The elements of the input buffers.</summary>
    public const int InputLength = 64;

    /// <summary>The 8-byte slots of a thread's output.</summary>
    public const int OutputSlots = 14;

    private static readonly IrType[] Types =
        [IrType.Int32, IrType.Int32, IrType.Int32, IrType.Float32, IrType.Float32, IrType.Int64, IrType.Float64, IrType.Bool, IrType.Int16, IrType.Int8, IrType.Float16, IrType.BFloat16];

    private readonly Random random = new(seed);
    private readonly int groupSize = (int)group.Size;
    private readonly KernelFunction function = new($"random{seed}");
    private readonly Dictionary<IrType, Value> inputs = [];
    private IrBuilder builder = null!;
    private Value[] variables = [];
    private Value thread = null!;
    private Value global = null!;
    private Value output = null!;
    private Value counters = null!;
    private Value local = null!;
    private Value shared = null!;
    private int budget;
    private bool mayMeet;
    private int depth;

    public KernelFunction Build()
    {
        output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        counters = function.AddParameter("counters", IrType.Pointer(AddressSpace.Global));
        foreach (IrType type in Types.Distinct())
        {
            inputs.Add(type, function.AddParameter($"in{type}", IrType.Pointer(AddressSpace.Global)));
        }

        Parameter n = function.AddParameter("n", IrType.Int32);
        Parameter s = function.AddParameter("s", IrType.Float32);
        builder = new IrBuilder(function);
        Value x = builder.Index(IndexKind.ThreadX);
        Value y = builder.Index(IndexKind.ThreadY);
        Value z = builder.Index(IndexKind.ThreadZ);
        Value plane = Binary(BinaryOp.Add, Binary(BinaryOp.Mul, z, function.Int32(group.Y)), y);
        thread = group.Y * group.Z == 1 ? x : Binary(BinaryOp.Add, Binary(BinaryOp.Mul, plane, function.Int32(group.X)), x);
        Value groupIndex = builder.Index(IndexKind.GroupX);
        global = Binary(BinaryOp.Add, Binary(BinaryOp.Mul, groupIndex, function.Int32(groupSize)), thread);
        local = builder.Alloca(AddressSpace.Local, 32, 8, "local");
        shared = builder.Alloca(AddressSpace.Shared, groupSize * 8L, 8, "shared");
        mayMeet = random.Next(3) == 0;
        budget = random.Next(8, 40);
        variables = [.. Types.Select(t => random.Next(6) switch { 0 when t == IrType.Int32 => groupIndex, 2 when t == IrType.Int32 => x, 3 when t == IrType.Int32 => y, 4 when t == IrType.Int32 => builder.Index(IndexKind.Lane), 1 when t == IrType.Int32 => n, 1 when t == IrType.Float32 => s, _ => LoadInput(t) })];
        Statements();
        StoreAll();
        builder.Return();
        IrVerifier.Verify(function, "generation");
        return function;
    }

    private void Statements()
    {
        int count = random.Next(1, 7);
        for (int i = 0; i < count && budget > 0; i++)
        {
            budget--;
            switch (random.Next(16))
            {
                case 0 or 1 when depth < 4:
                    If();
                    break;
                case 2 when depth < 3:
                    Loop();
                    break;
                case 3:
                    Assign(AnyType(), LoadInput);
                    break;
                case 4:
                    UseLocal();
                    break;
                case 5 when depth == 0 && mayMeet:
                    Exchange();
                    break;
                case 8 when depth == 0 && shuffles:
                    IrType shuffled = AnyType();
                    ShuffleOp op = (ShuffleOp)random.Next(4);
                    Value distance = random.Next(2) == 0 ? function.Int32(random.Next(4)) : Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32(3));
                    Assign(shuffled, t => builder.Shuffle(op, Pick(t), distance));
                    break;
                case 9:
                    WideAccess();
                    break;
                case 6:
                    // Additions only: their order does not matter.
                    builder.Atomic(AtomicOp.Add, Slot(counters, Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32(7)), 4), Pick(IrType.Int32));
                    break;
                case 7:
                    int slot = random.Next(OutputSlots);
                    Value at = builder.Gep(output, Binary(BinaryOp.Add, Binary(BinaryOp.Mul, global, function.Int32(OutputSlots)), function.Int32(slot)), 8);
                    Store(at, Pick(AnyType()));
                    break;
                default:
                    Assign(AnyType(), Operation);
                    break;
            }
        }
    }

    private void If()
    {
        Value condition = Condition();
        Block whenTrue = function.AddBlock();
        Block whenFalse = function.AddBlock();
        Block merge = function.AddBlock();
        bool hasElse = random.Next(2) == 0;
        Block from = builder.Block;
        builder.Branch(condition, whenTrue, hasElse ? whenFalse : merge);
        Value[] before = [.. variables];
        depth++;
        builder.Block = whenTrue;
        Statements();
        (Block Block, Value[] Values) a = (builder.Block, [.. variables]);
        builder.Branch(merge);
        variables = [.. before];
        (Block Block, Value[] Values) b = (from, before);
        if (hasElse)
        {
            builder.Block = whenFalse;
            Statements();
            b = (builder.Block, [.. variables]);
            builder.Branch(merge);
        }
        else
        {
            function.RemoveBlock(whenFalse);
        }

        depth--;
        builder.Block = merge;
        variables = [.. a.Values.Select((v, i) => Merge(v, (a.Block, v), (b.Block, b.Values[i])))];
    }

    private Value Merge(Value first, params (Block Source, Value Value)[] incoming)
    {
        if (incoming.All(i => ReferenceEquals(i.Value, first)))
        {
            return first;
        }

        PhiInstruction phi = builder.Phi(first.Type);
        foreach ((Block source, Value value) in incoming)
        {
            phi.AddIncoming(source, value);
        }

        return phi;
    }

    /// <summary>do { if (..) break; body; if (..) continue; body } while (++i below limit), with all variables as phis of the header.</summary>
    private void Loop()
    {
        Value limit = random.Next(2) == 0
            ? function.Int32(random.Next(1, 5))
            : Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32(3));
        Block header = function.AddBlock();
        Block exit = function.AddBlock();
        Block latch = function.AddBlock();
        Block from = builder.Block;
        builder.Branch(header);
        builder.Block = header;
        PhiInstruction counter = builder.Phi(IrType.Int32);
        counter.AddIncoming(from, function.Int32(0));
        PhiInstruction[] phis = [.. variables.Select(v => builder.Phi(v.Type))];
        for (int i = 0; i < phis.Length; i++)
        {
            phis[i].AddIncoming(from, variables[i]);
        }

        variables = [.. phis];
        depth++;
        var exits = new List<(Block, Value[])>();
        var continues = new List<(Block, Value[])>();
        if (random.Next(2) == 0)
        {
            Statements();
            LeaveTo(exit, exits);
        }

        Statements();
        if (random.Next(3) == 0)
        {
            LeaveTo(latch, continues);
            Statements();
        }

        continues.Add((builder.Block, [.. variables]));
        builder.Branch(latch);
        builder.Block = latch;
        variables = [.. variables.Select((_, i) => Merge(continues[0].Item2[i], [.. continues.Select(c => (c.Item1, c.Item2[i]))]))];
        Value next = Binary(BinaryOp.Add, counter, function.Int32(1));
        counter.AddIncoming(latch, next);
        for (int i = 0; i < phis.Length; i++)
        {
            phis[i].AddIncoming(latch, variables[i]);
        }

        exits.Add((latch, [.. variables]));
        builder.Branch(builder.Compare(CompareOp.LessSigned, next, limit), header, exit);
        depth--;
        builder.Block = exit;
        variables = [.. variables.Select((_, i) => Merge(exits[0].Item2[i], [.. exits.Select(c => (c.Item1, c.Item2[i]))]))];
    }

    private void LeaveTo(Block target, List<(Block, Value[])> edges)
    {
        Block stay = function.AddBlock();
        Value condition = Condition();
        edges.Add((builder.Block, [.. variables]));
        builder.Branch(condition, target, stay);
        builder.Block = stay;
    }

    /// <summary>Reads two or four scalars side by side, and writes them, in another order, to two output slots.</summary>
    private void WideAccess()
    {
        (IrType type, int lanes) = random.Next(4) switch
        {
            0 => (IrType.Float32, 4),
            1 => (IrType.Int32, 2),
            2 => (IrType.Int64, 2),
            _ => (IrType.Float32, 2),
        };
        Value index = random.Next(4) switch
        {
            0 => function.Int32(random.Next(InputLength / 4)),
            1 or 2 => Place(InputLength / 4),
            _ => Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32((InputLength / 4) - 1)),
        };
        LoadInstruction loaded = builder.Load(builder.Gep(inputs[type], index, lanes * type.Size), type.Vector(lanes));
        Value[] parts = [.. Enumerable.Range(0, lanes).Select(l => builder.ExtractLane(loaded, l))];
        Assign(type, _ => parts[^1]);
        parts[0] = Pick(type);
        Value slot = Binary(BinaryOp.Add, Binary(BinaryOp.Mul, global, function.Int32(OutputSlots)), function.Int32(random.Next(OutputSlots / 2) * 2));
        builder.Store(builder.Gep(output, slot, 8), builder.BuildVector([.. parts.Reverse().Select(Canonical)]));
    }

    private void UseLocal()
    {
        Value slot = Slot(local, Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32(3)), 8);
        IrType type = AnyType();
        Store(slot, Pick(type));
        Value other = Slot(local, Binary(BinaryOp.And, Pick(IrType.Int32), function.Int32(3)), 8);
        Assign(IrType.Int32, _ => builder.Load(other, IrType.Int32));
    }

    /// <summary>Passes a value to another thread of the group through shared memory.</summary>
    private void Exchange()
    {
        IrType type = AnyType();
        Store(Slot(shared, thread, 8), Pick(type));
        builder.Barrier(MemoryScope.Group);
        Value other = Binary(BinaryOp.RemUnsigned, Binary(BinaryOp.Add, thread, function.Int32(random.Next(groupSize))), function.Int32(groupSize));
        Value loaded = builder.Load(Slot(shared, other, 8), type);
        builder.Barrier(MemoryScope.Group);
        Assign(type, _ => loaded);
    }

    private void StoreAll()
    {
        for (int i = 0; i < variables.Length; i++)
        {
            Value at = builder.Gep(output, Binary(BinaryOp.Add, Binary(BinaryOp.Mul, global, function.Int32(OutputSlots)), function.Int32(i)), 8);
            Store(at, variables[i]);
        }
    }

    private void Store(Value pointer, Value value) => builder.Store(pointer, Canonical(value));

    private Value LoadInput(IrType type)
    {
        Value index = random.Next(6) switch
        {
            0 => function.Int32(random.Next(InputLength)),
            4 => Place(InputLength),
            1 => Binary(BinaryOp.And, variables.Length > 0 ? Pick(IrType.Int32) : thread, function.Int32(InputLength - 1)),
            2 => Binary(BinaryOp.RemUnsigned, global, function.Int32(InputLength)),
            _ => thread,
        };
        if (index.Type == IrType.Int32 && random.Next(2) == 0)
        {
            index = builder.Convert(ConvertOp.SignExtend, index, IrType.Int64);
        }

        return builder.Load(builder.Gep(inputs[type], index, type.Size), type);
    }

    /// <summary>The bits of the thread's index moved about, as tiles do it.</summary>
    private Value Place(int limit)
    {
        Value high = Binary(BinaryOp.ShiftRightUnsigned, thread, function.Int32(random.Next(5)));
        Value low = Binary(BinaryOp.And, thread, function.Int32((1 << random.Next(5)) - 1));
        Value sum = Binary(BinaryOp.Add, Binary(BinaryOp.Mul, high, function.Int32(random.Next(6))), low);
        return Binary(BinaryOp.And, sum, function.Int32(limit - 1));
    }

    private Value Slot(Value pointer, Value index, long stride) => builder.Gep(pointer, index, stride);

    private Value Binary(BinaryOp op, Value left, Value right) => builder.Binary(op, left, right);

    private IrType AnyType() => Types[random.Next(Types.Length)];

    private Value Pick(IrType type)
    {
        int[] fitting = [.. Enumerable.Range(0, Types.Length).Where(i => Types[i] == type)];
        return random.Next(8) == 0 ? RandomConstant(type) : variables[fitting[random.Next(fitting.Length)]];
    }

    private void Assign(IrType type, Func<IrType, Value> make)
    {
        Value value = make(type);
        int[] fitting = [.. Enumerable.Range(0, Types.Length).Where(i => Types[i] == value.Type)];
        variables[fitting[random.Next(fitting.Length)]] = value;
    }

    private Constant RandomConstant(IrType type) => type.Kind switch
    {
        ScalarKind.Float32 => function.Float32(Floats[random.Next(Floats.Length)]),
        ScalarKind.Float64 => function.Float64(Floats[random.Next(Floats.Length)]),
        ScalarKind.Float16 => function.Constant(type, BitConverter.HalfToUInt16Bits((Half)Floats[random.Next(Floats.Length)])),
        ScalarKind.BFloat16 => function.Constant(type, BitConverter.SingleToUInt32Bits(Floats[random.Next(Floats.Length)]) >> 16),
        ScalarKind.Bool => function.Bool(random.Next(2) == 0),
        _ => function.Constant(type, random.Next(3) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next(-3, 10)),
    };

    private static readonly float[] Floats = [0f, -0f, 1f, -1.5f, 3e9f, -3e19f, 1e-40f, float.PositiveInfinity, float.NaN, 0.1f, 65504f];
}
