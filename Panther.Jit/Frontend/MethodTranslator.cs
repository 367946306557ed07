using System.Reflection;
using Panther.Jit.Frontend.Cil;
using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <summary>Translates one call of one method, by running its CIL on values of the IR.</summary>
internal sealed partial class MethodTranslator
{
    private readonly IlMethod il;
    private readonly MethodTranslator? caller;
    private readonly bool isInLoop;
    private readonly bool isLibrary;
    private readonly Stack<StackValue> stack = [];
    private readonly Slot[] arguments;
    private readonly Slot[] locals;
    private IlInstruction current;
    private bool blockIsInLoop;

    public MethodTranslator(KernelTranslation kernel, IlMethod il, MethodTranslator? caller)
    {
        Kernel = kernel;
        this.il = il;
        this.caller = caller;
        isInLoop = caller is { IsInLoop: true };
        isLibrary = Library.Contains(il.Method);
        arguments = [.. il.ArgumentTypes.Select((t, i) => MakeSlot(t, il.ArgumentUsage[i], new SlotKey(il.Method, true, i), 0))];
        locals = [.. il.LocalTypes.Select((t, i) => MakeSlot(t, il.LocalUsage[i], new SlotKey(il.Method, false, i), 1))];
    }

    public KernelTranslation Kernel { get; }

    public Emitter Emit => Kernel.Emit;

    /// <summary>Gets a value indicating whether the code that is being written may run more than once in a thread.</summary>
    public bool IsInLoop => isInLoop || blockIsInLoop;

    public int Depth => caller is null ? 1 : caller.Depth + 1;

    /// <summary>Translates the method; the emitter stands behind it afterwards. The result is null when it returns nothing, or never returns.</summary>
    public StackValue? Translate(StackValue[] values)
    {
        SourceLocation? outer = Emit.Location;
        try
        {
            if (il.Body.ExceptionHandlingClauses.Count > 0)
            {
                throw GuardRejection();
            }

            InitializeSlots(values);
            TranslateBlocks();
        }
        catch (ConstructException cause) when (!isLibrary)
        {
            throw Kernel.Locate(cause, il.Method, current.Offset);
        }

        StackValue? result = JoinReturns();
        foreach (Slot slot in arguments.Concat(locals))
        {
            if (slot.Memory is { } memory)
            {
                Emit.State.Forget(memory);
            }
        }

        Emit.Location = outer;
        return result;
    }

    /// <summary>Tells whether a call of the method is being translated already.</summary>
    public bool IsInside(MethodBase method) => il.Method == method || (caller is not null && caller.IsInside(method));

    /// <summary>Names the statement that made the compiler guard a block.</summary>
    private ConstructException GuardRejection()
    {
        MethodBase[] called = [.. il.Code.Where(i => i.Op is ILOpCode.Call or ILOpCode.Callvirt).Select(i => il.ResolveMethod(i.Int32))];
        if (Array.Exists(called, m => m.DeclaringType == typeof(Monitor) || m.DeclaringType == typeof(Lock)))
        {
            return Rejection.Lock();
        }

        return Array.Find(called, m => m.Name == "GetEnumerator") is { } enumeration ? Rejection.Iteration(enumeration) : Rejection.TryBlock();
    }

    private void Push(StackValue value) => stack.Push(value);

    private void Push(Value value) => stack.Push(new ScalarValue(value));

    private StackValue Pop() => stack.Pop();

    /// <summary>Pops a scalar, bools widened.</summary>
    private Value PopScalar() => Emit.Widen(PopRaw());

    /// <summary>Pops a scalar as it is.</summary>
    private Value PopRaw() => Raw(Pop());

    private Value Raw(StackValue value) => value switch
    {
        ScalarValue s => s.Value,
        AggregateValue { Type.IsSZArray: true } array => array.Leaves[0],
        AggregateValue a => throw Rejection.Object(a.Type),
        StringToken => throw Rejection.Text(),
        NullToken => throw Rejection.Null(),
        BoxedValue b => throw Rejection.Boxing(b.Type),
        TypeToken => throw Rejection.Object(typeof(Type)),
        ObjectReference o => throw Rejection.Boxing(o.Type),
        _ => throw Rejection.Object(typeof(object)),
    };

    /// <summary>Pops an address.</summary>
    private Value PopPointer() => Pointer(Pop());

    public Value Pointer(StackValue value)
    {
        Value raw = Raw(value);
        return raw.Type.IsPointer ? raw : Emit.ToMemory(raw, IrType.Pointer(AddressSpace.Generic));
    }
}
