using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Fast math only: a product that is used once, in a sum or difference, joins it in a fused multiply-add.</summary>
internal static class Contraction
{
    public static bool Run(KernelFunction function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            var output = new List<Instruction>(block.Instructions.Count);
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub, Type.IsFloat: true } sum && Fuse(sum, output) is { } fused)
                {
                    fused.Location = sum.Location;
                    output.Add(fused);
                    sum.ReplaceAllUsesWith(fused);
                    sum.Detach();
                    changed = true;
                }
                else
                {
                    output.Add(instruction);
                }
            }

            block.SetInstructions(output);
        }

        return changed;
    }

    private static FusedMultiplyAddInstruction? Fuse(BinaryInstruction sum, List<Instruction> output)
    {
        bool isDifference = sum.Op == BinaryOp.Sub;
        if (Product(sum.Left) is { } left)
        {
            Value addend = isDifference ? Negate(sum.Right, sum, output) : sum.Right;
            return new FusedMultiplyAddInstruction(left.Left, left.Right, addend);
        }

        if (Product(sum.Right) is { } right)
        {
            Value factor = isDifference ? Negate(right.Left, sum, output) : right.Left;
            return new FusedMultiplyAddInstruction(factor, right.Right, sum.Left);
        }

        return null;
    }

    private static BinaryInstruction? Product(Value value) =>
        value is BinaryInstruction { Op: BinaryOp.Mul, Users.Count: 1 } product ? product : null;

    private static UnaryInstruction Negate(Value value, Instruction sum, List<Instruction> output)
    {
        var negated = new UnaryInstruction(UnaryOp.Negate, value) { Location = sum.Location };
        output.Add(negated);
        return negated;
    }
}
