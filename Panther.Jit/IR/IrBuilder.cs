namespace Panther.Jit.IR;

/// <summary>Appends instructions to a block. It folds nothing: passes do.</summary>
internal sealed class IrBuilder(KernelFunction function)
{
    public KernelFunction Function { get; } = function;

    /// <summary>Gets or sets the block that is being written.</summary>
    public Block Block { get; set; } = function.Blocks.Count > 0 ? function.Blocks[^1] : function.AddBlock();

    /// <summary>Gets or sets the source line that new instructions carry.</summary>
    public SourceLocation? Location { get; set; }

    public T Add<T>(T instruction)
        where T : Instruction
    {
        instruction.Location = Location;
        Block.Append(instruction);
        return instruction;
    }

    public Value Binary(BinaryOp op, Value left, Value right) => Add(new BinaryInstruction(op, left, right));

    public Value Unary(UnaryOp op, Value operand) => Add(new UnaryInstruction(op, operand));

    public Value FusedMultiplyAdd(Value a, Value b, Value c) => Add(new FusedMultiplyAddInstruction(a, b, c));

    public Value Compare(CompareOp op, Value left, Value right) => Add(new CompareInstruction(op, left, right));

    public Value Select(Value condition, Value whenTrue, Value whenFalse) => Add(new SelectInstruction(condition, whenTrue, whenFalse));

    public Value Convert(ConvertOp op, Value operand, IrType type) => Add(new ConvertInstruction(op, operand, type));

    public Value Index(IndexKind kind) => Add(new IndexInstruction(kind));

    public Value Alloca(AddressSpace space, long size, int alignment, string name) => Add(new AllocaInstruction(space, size, alignment, name));

    public Value Gep(Value pointer, Value index, long stride, long offset = 0) => Add(new GepInstruction(pointer, index, stride, offset));

    /// <summary>pointer + a constant number of bytes.</summary>
    public Value Offset(Value pointer, long bytes) => bytes == 0 ? pointer : Gep(pointer, Function.Int32(0), 1, bytes);

    public LoadInstruction Load(Value pointer, IrType type) => Add(new LoadInstruction(pointer, type));

    public void Store(Value pointer, Value value) => Add(new StoreInstruction(pointer, value));

    public Value Atomic(AtomicOp op, Value pointer, Value operand) => Add(new AtomicInstruction(op, pointer, operand));

    public Value CompareExchange(Value pointer, Value expected, Value desired) => Add(new CompareExchangeInstruction(pointer, expected, desired));

    public Value Shuffle(ShuffleOp op, Value value, Value lane) => Add(new ShuffleInstruction(op, value, lane));

    public Value BuildVector(params ReadOnlySpan<Value> lanes) => Add(new BuildVectorInstruction(lanes));

    public Value ExtractLane(Value vector, int lane) => Add(new ExtractLaneInstruction(vector, lane));

    public void Barrier(MemoryScope scope) => Add(new BarrierInstruction(scope));

    public void Fence(MemoryScope scope) => Add(new FenceInstruction(scope));

    public PhiInstruction Phi(IrType type)
    {
        var phi = new PhiInstruction(type) { Location = Location };
        Block.InsertPhi(phi);
        return phi;
    }

    public void Branch(Block target) => Add(new BranchInstruction(target));

    public void Branch(Value condition, Block whenTrue, Block whenFalse) => Add(new ConditionalBranchInstruction(condition, whenTrue, whenFalse));

    public void Return() => Add(new ReturnInstruction());
}
