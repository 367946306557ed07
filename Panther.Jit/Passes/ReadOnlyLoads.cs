using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Marks the loads from global memory that nobody writes while the kernel runs.
/// </summary>
/// <remarks>
/// Two views of a launch may lie over the same memory, under any element types, unless somebody promises the contrary
/// (<see cref="PassOptions.ViewsDoNotOverlap"/>). So without the promise a load is read-only only in a kernel that writes no global memory;
/// with it, when the kernel writes through no pointer of the parameter that the load's pointer comes from.
/// </remarks>
internal static class ReadOnlyLoads
{
    /// <summary>Runs the pass; every pointer must have its space.</summary>
    public static void Run(KernelFunction function, bool viewsDoNotOverlap)
    {
        var written = new HashSet<Parameter>();
        bool writesUnknown = false;
        bool writesAny = false;
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                Value? target = instruction switch
                {
                    StoreInstruction store => store.Pointer,
                    AtomicInstruction atomic => atomic.Pointer,
                    CompareExchangeInstruction exchange => exchange.Pointer,
                    DeviceInstruction { Info.WritesGlobal: true } device => device.Operands[0],
                    _ => null,
                };
                if (target is { Type.Space: AddressSpace.Global })
                {
                    writesAny = true;
                    if (instruction is not DeviceInstruction { Op: DeviceOp.TensorStore } && Origin(target) is { } parameter)
                    {
                        written.Add(parameter);
                    }
                    else
                    {
                        writesUnknown = true;
                    }
                }
            }
        }

        if (writesUnknown || (writesAny && !viewsDoNotOverlap))
        {
            return;
        }

        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is LoadInstruction { IsVolatile: false, Pointer: { Type.Space: AddressSpace.Global } pointer } load
                    && Origin(pointer) is { } parameter && !written.Contains(parameter))
                {
                    load.IsReadOnly = true;
                }
            }
        }
    }

    /// <summary>Returns the parameter that a pointer is computed from, if it is one and the same on all ways.</summary>
    private static Parameter? Origin(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer as Parameter;
    }
}
