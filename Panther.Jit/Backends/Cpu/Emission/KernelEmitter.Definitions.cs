using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <content>Values: the forms of each that are needed, computed into its locals.</content>
internal sealed partial class KernelEmitter
{
    /// <summary>Computes the needed forms of a value into its locals.</summary>
    private void EmitDefinition(Instruction instruction)
    {
        LaneShape shape = shapes.Exact(instruction);
        if (forms.NeedsScalar(instruction) && instruction is not PhiInstruction)
        {
            for (int component = 0; component < instruction.Type.Lanes; component++)
            {
                switch (instruction)
                {
                    case BuildVectorInstruction build:
                        EmitScalar(build.Operands[component]);
                        break;
                    case LoadInstruction load:
                        EmitScalar(load.Pointer);
                        EmitScalarLoad(load, component);
                        break;
                    default:
                        EmitScalarExpression(instruction);
                        break;
                }

                il.Emit(OpCodes.Stloc, ScalarLocal(instruction, component));
            }
        }

        if (!forms.NeedsVector(instruction))
        {
            return;
        }

        if (!shape.IsVarying)
        {
            EmitSpreadDefinition(instruction);
        }
        else if (instruction is BuildVectorInstruction build)
        {
            int parts = LaneLayout.Parts(build.Type);
            for (int slot = 0; slot < build.Type.Lanes * parts; slot++)
            {
                EmitVector(build.Operands[slot / parts], slot % parts);
                EmitSetVector(build, slot);
            }
        }
        else if (instruction is ShuffleInstruction || IsStatement(instruction))
        {
            EmitLaneStatement(instruction);
        }
        else if (instruction is not PhiInstruction)
        {
            for (int part = 0; part < LaneLayout.Parts(instruction.Type); part++)
            {
                EmitVectorExpression(instruction, part);
                EmitSetVector(instruction, part);
            }
        }
    }

    private bool IsStatement(Instruction instruction) =>
        StatementOps.IsStatement(instruction, shapes)
        || (instruction is LoadInstruction load && (load.IsVolatile || !IsVectorAccess(load.Pointer, load.Type)));

    /// <summary>Makes the vectors of a value that its scalar tells.</summary>
    private void EmitSpreadDefinition(Value value)
    {
        int parts = LaneLayout.Parts(value.Type);
        for (int slot = 0; slot < value.Type.Lanes * parts; slot++)
        {
            il.Emit(OpCodes.Ldloc, ScalarLocal(value, slot / parts));
            EmitSpread(value.Type, shapes.Exact(value), slot % parts);
            il.Emit(OpCodes.Stloc, VectorLocal(value, slot));
        }
    }
}
