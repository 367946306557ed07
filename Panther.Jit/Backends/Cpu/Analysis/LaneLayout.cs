using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// How the lanes' values of a type lie in vectors: one vector of 32-bit elements, or two of 64-bit elements. Narrow integers take 32 bits, of which the
/// upper ones mean nothing; a bool is all ones or all zeros.
/// </summary>
internal static class LaneLayout
{
    /// <summary>Returns the vectors that hold one scalar of each lane.</summary>
    public static int Parts(IrType type) => Is64Bit(type) ? 2 : 1;

    public static bool Is64Bit(IrType type) => type.Kind is ScalarKind.Int64 or ScalarKind.Float64 or ScalarKind.Pointer;

    public static bool IsNarrow(IrType type) => type.Kind is ScalarKind.Int8 or ScalarKind.Int16;

    /// <summary>Returns the .NET type of an element of the vectors.</summary>
    public static Type Element(IrType type) => type.Kind switch
    {
        ScalarKind.Float32 => typeof(float),
        ScalarKind.Float64 => typeof(double),
        ScalarKind.Int64 or ScalarKind.Pointer => typeof(long),
        _ => typeof(int),
    };
}
