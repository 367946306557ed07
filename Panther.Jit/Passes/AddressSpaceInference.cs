using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>
/// Gives every pointer its address space: parameters and allocations have one, and it spreads through address arithmetic, phis and selects,
/// and through local memory that holds pointers. A pointer made of an integer is global.
/// </summary>
internal sealed class AddressSpaceInference
{
    private readonly KernelFunction function;
    private readonly Dictionary<Instruction, AddressSpace> spaces = [];
    private readonly Queue<Instruction> work = new();

    private AddressSpaceInference(KernelFunction function) => this.function = function;

    /// <summary>Runs the pass; no generic pointer is left behind.</summary>
    /// <exception cref="KernelCompilationException">A pointer may point into two address spaces, or it is read from memory.</exception>
    public static void Run(KernelFunction function)
    {
        var pass = new AddressSpaceInference(function);
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction.Type.IsPointer)
                {
                    pass.work.Enqueue(instruction);
                }
            }
        }

        while (pass.work.TryDequeue(out Instruction? instruction))
        {
            pass.Infer(instruction);
        }

        pass.Apply();
    }

    private void Infer(Instruction instruction)
    {
        AddressSpace space = instruction switch
        {
            AllocaInstruction alloca => alloca.Space,
            GepInstruction gep => SpaceOf(gep.Pointer),
            ConvertInstruction => instruction.Type.Space == AddressSpace.Generic ? AddressSpace.Global : instruction.Type.Space,
            SelectInstruction select => Join(instruction, SpaceOf(select.WhenTrue), SpaceOf(select.WhenFalse)),
            PhiInstruction phi => JoinAll(phi),
            LoadInstruction load => Stored(load),
            _ => SpaceOf(instruction.Operands[0]),
        };
        if (space == AddressSpace.Generic || (spaces.TryGetValue(instruction, out AddressSpace known) && known == space))
        {
            return;
        }

        spaces[instruction] = space;
        foreach (Instruction user in instruction.Users)
        {
            if (user.Type.IsPointer)
            {
                work.Enqueue(user);
            }
            else if (user is StoreInstruction store && ReferenceEquals(store.Stored, instruction))
            {
                Requeue(Root(store.Pointer));
            }
        }
    }

    /// <summary>A constant, the null pointer, has every space.</summary>
    private AddressSpace SpaceOf(Value value) => value switch
    {
        Instruction instruction => spaces.GetValueOrDefault(instruction),
        Parameter { Type.Space: AddressSpace.Generic } => AddressSpace.Global,
        Parameter => value.Type.Space,
        _ => AddressSpace.Generic,
    };

    private AddressSpace JoinAll(PhiInstruction phi)
    {
        AddressSpace joined = AddressSpace.Generic;
        foreach (Value operand in phi.Operands)
        {
            joined = Join(phi, joined, SpaceOf(operand));
        }

        return joined;
    }

    private AddressSpace Join(Instruction where, AddressSpace a, AddressSpace b)
    {
        if (a == AddressSpace.Generic || a == b)
        {
            return b;
        }

        return b == AddressSpace.Generic ? a : throw Reject(
            where,
            $"a reference that may point into two address spaces, {Name(a)} and {Name(b)} memory. Use the two in separate branches, each with its own code");
    }

    private static Value Root(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer;
    }

    /// <summary>Looks anew at the pointers that are loaded from an allocation.</summary>
    private void Requeue(Value pointer)
    {
        foreach (Instruction user in pointer.Users)
        {
            switch (user)
            {
                case GepInstruction:
                    Requeue(user);
                    break;
                case LoadInstruction { Type.IsPointer: true }:
                    work.Enqueue(user);
                    break;
            }
        }
    }

    /// <summary>A pointer in local memory has the space of the pointers that are stored there.</summary>
    private AddressSpace Stored(LoadInstruction load)
    {
        if (load.Type.Space != AddressSpace.Generic)
        {
            return load.Type.Space;
        }

        if (Root(load.Pointer) is not AllocaInstruction { Space: AddressSpace.Local } alloca)
        {
            throw Reject(load, "a reference or view that is read from memory. Pass views as arguments, or fields of arguments, of the kernel");
        }

        return JoinStores(alloca, load, AddressSpace.Generic);
    }

    private AddressSpace JoinStores(Value pointer, Instruction where, AddressSpace joined)
    {
        foreach (Instruction user in pointer.Users)
        {
            if (user is GepInstruction)
            {
                joined = JoinStores(user, where, joined);
            }
            else if (user is StoreInstruction { Stored.Type.IsPointer: true } store && ReferenceEquals(store.Pointer, pointer))
            {
                joined = Join(where, joined, SpaceOf(store.Stored));
            }
        }

        return joined;
    }

    private void Apply()
    {
        foreach (Parameter parameter in function.Parameters)
        {
            if (parameter.Type is { IsPointer: true, Space: AddressSpace.Generic })
            {
                parameter.Type = IrType.Pointer(AddressSpace.Global);
            }
        }

        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                // What only null reaches may be called global.
                if (instruction.Type.IsPointer)
                {
                    AddressSpace space = spaces.GetValueOrDefault(instruction);
                    instruction.Type = IrType.Pointer(space == AddressSpace.Generic ? AddressSpace.Global : space);
                }

                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (instruction.Operands[i] is Constant { Type: { IsPointer: true, Space: AddressSpace.Generic } } constant)
                    {
                        instruction.SetOperand(i, function.Constant(NullType(instruction), constant.Bits));
                    }
                }
            }
        }
    }

    private IrType NullType(Instruction user)
    {
        AddressSpace space = user switch
        {
            _ when user.Type.IsPointer => spaces.GetValueOrDefault(user),
            CompareInstruction compare => SpaceOf(compare.Left) is var left and not AddressSpace.Generic ? left : SpaceOf(compare.Right),
            _ => AddressSpace.Global,
        };
        return IrType.Pointer(space == AddressSpace.Generic ? AddressSpace.Global : space);
    }

    private KernelCompilationException Reject(Instruction instruction, string what)
    {
        string place = instruction.Location is { } location ? $" ({location})" : string.Empty;
        return new KernelCompilationException($"{function.Name}{place}: {what}.");
    }

    private static string Name(AddressSpace space) => space switch
    {
        AddressSpace.Shared => "shared",
        AddressSpace.Local => "local",
        _ => "global",
    };
}
