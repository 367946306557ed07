using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// What is known to be in memory at one place of a block: what has been loaded or stored there since anything may have changed it.
/// </summary>
internal sealed class KnownMemory
{
    private readonly Dictionary<Value, Value> values = [];
    private readonly List<Value> lost = [];

    public void Clear() => values.Clear();

    /// <summary>Takes note of an instruction; returns the value of a load that is already known.</summary>
    public Value? Visit(Instruction instruction)
    {
        switch (instruction)
        {
            case LoadInstruction { IsVolatile: false } load:
                if (values.TryGetValue(load.Pointer, out Value? known) && known.Type == load.Type)
                {
                    return known;
                }

                values[load.Pointer] = load;
                return null;
            case StoreInstruction store:
                Forget(store.Pointer, store.Stored.Type.Size);
                values[store.Pointer] = store.Stored;
                return null;
            case AtomicInstruction atomic:
                Forget(atomic.Pointer, atomic.Type.Size);
                return null;
            case CompareExchangeInstruction exchange:
                Forget(exchange.Pointer, exchange.Type.Size);
                return null;
            case AllocaInstruction alloca:
                Forget(alloca, Math.Max(1, alloca.Size));
                return null;
            case DeviceInstruction { Info.TouchesMemory: true } device:
                ForgetShared();
                ForgetRegisters(device);
                return null;
            case BarrierInstruction or FenceInstruction or LoadInstruction:
                ForgetShared();
                return null;
            default:
                return null;
        }
    }

    /// <summary>Forgets what a write of some bytes may change.</summary>
    private void Forget(Value pointer, long size)
    {
        lost.Clear();
        foreach ((Value other, Value value) in values)
        {
            if (Aliasing.MayOverlap(pointer, size, other, value.Type.Size))
            {
                lost.Add(other);
            }
        }

        Drop();
    }

    /// <summary>Forgets the thread's own memory that an instruction names; how far it reaches from there is the instruction's affair.</summary>
    private void ForgetRegisters(DeviceInstruction device)
    {
        foreach (Value operand in device.Operands)
        {
            if (operand.Type is { IsPointer: true, Space: AddressSpace.Local or AddressSpace.Generic })
            {
                Forget(operand, int.MaxValue);
            }
        }
    }

    /// <summary>Forgets all that other threads may write.</summary>
    private void ForgetShared()
    {
        lost.Clear();
        foreach (Value pointer in values.Keys)
        {
            if (pointer.Type.Space != AddressSpace.Local)
            {
                lost.Add(pointer);
            }
        }

        Drop();
    }

    private void Drop()
    {
        foreach (Value pointer in lost)
        {
            values.Remove(pointer);
        }
    }
}
