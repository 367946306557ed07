using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>Tells which vector operations run lane by lane through memory, as statements of their own.</summary>
internal static class StatementOps
{
    /// <summary>Returns whether the vector form of a varying value needs a call per vector.</summary>
    public static bool IsStatement(Instruction instruction, LaneShapes shapes) => instruction switch
    {
        LoadInstruction load => !IsContiguous(load.Pointer, load.Type, shapes),
        BinaryInstruction i => IsStatement(i, shapes),
        UnaryInstruction i => i.Op is UnaryOp.PopCount or UnaryOp.LeadingZeros or UnaryOp.TrailingZeros,
        ConvertInstruction i => IsStatement(i),
        _ => false,
    };

    /// <summary>Returns whether the lanes' 32- or 64-bit elements stand side by side in memory.</summary>
    public static bool IsContiguous(Value pointer, IrType type, LaneShapes shapes) =>
        !type.IsVector && type.Size is 4 or 8 && shapes.ForAddress(pointer).Stride == type.Size;

    private static bool IsStatement(BinaryInstruction i, LaneShapes shapes) => i.Op switch
    {
        BinaryOp.RemFloat => true,
        BinaryOp.DivSigned or BinaryOp.DivUnsigned or BinaryOp.RemSigned or BinaryOp.RemUnsigned => true,
        BinaryOp.MulHighSigned or BinaryOp.MulHighUnsigned => true,
        BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned => !shapes.Exact(i.Right).IsUniform,
        _ => false,
    };

    private static bool IsStatement(ConvertInstruction i)
    {
        ScalarKind from = i.Operand.Type.Kind;
        ScalarKind to = i.Type.Kind;
        return i.Op switch
        {
            ConvertOp.SignedToFloat or ConvertOp.UnsignedToFloat => from == ScalarKind.Int64 && to == ScalarKind.Float32,
            ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned => from == ScalarKind.Float64 && to == ScalarKind.Int32,
            _ => false,
        };
    }
}
