using Panther.Jit.IR;

namespace Panther.Tests.Passes;

/// <summary>Writes loops over counters in local memory, with the shapes of a C# compiler's debug and release code.</summary>
internal sealed class LoopNest(KernelFunction function)
{
    public IrBuilder Ir { get; } = new(function);

    /// <summary>Gets or sets a value indicating whether loops are tested at the bottom, as in release code.</summary>
    public bool TestAtBottom { get; init; }

    public Value Const(int value) => function.Int32(value);

    public Value Add(Value a, Value b) => Ir.Binary(BinaryOp.Add, a, b);

    public Value Mul(Value a, Value b) => Ir.Binary(BinaryOp.Mul, a, b);

    public Value Local(string name, int bytes, int alignment = 4) => Ir.Alloca(AddressSpace.Local, bytes, alignment, name);

    public Value Load(Value pointer, Value index, IrType type) => Ir.Load(Ir.Gep(pointer, index, type.Size), type);

    public void Store(Value pointer, Value index, Value value) => Ir.Store(Ir.Gep(pointer, index, value.Type.Size), value);

    /// <summary>for (counter = 0; counter &lt; end; counter += step) body(counter)</summary>
    public void For(Value counter, Value end, int step, Action<Func<Value>> body)
    {
        Value Read() => Ir.Load(counter, IrType.Int32);
        Ir.Store(counter, Const(0));
        Block test = function.AddBlock();
        Block inside = function.AddBlock();
        Block behind = function.AddBlock();
        Ir.Branch(test);
        Ir.Block = inside;
        body(Read);
        Ir.Store(counter, Add(Read(), Const(step)));
        Ir.Branch(test);
        Ir.Block = test;
        Value condition = Ir.Compare(CompareOp.LessSigned, Read(), end);
        if (!TestAtBottom)
        {
            // Debug code keeps the truth as a number, and tests that.
            Value slot = Local("flag", 4);
            Ir.Store(slot, Ir.Convert(ConvertOp.ZeroExtend, condition, IrType.Int32));
            condition = Ir.Compare(CompareOp.NotEqual, Ir.Load(slot, IrType.Int32), Const(0));
        }

        Ir.Branch(condition, inside, behind);
        Ir.Block = behind;
    }
}
