using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Tells whether two accesses may touch the same bytes. Views of a launch may lie over each other.</summary>
internal static class Aliasing
{
    public static bool MayOverlap(Value a, long aSize, Value b, long bSize)
    {
        AddressSpace aSpace = a.Type.Space;
        AddressSpace bSpace = b.Type.Space;
        if (aSpace != bSpace && aSpace != AddressSpace.Generic && bSpace != AddressSpace.Generic)
        {
            return false;
        }

        Value aRoot = Root(a);
        Value bRoot = Root(b);
        if (!ReferenceEquals(aRoot, bRoot))
        {
            // Two allocations are two places; so are an allocation and what a parameter points to.
            bool aIsOwn = aRoot is AllocaInstruction;
            bool bIsOwn = bRoot is AllocaInstruction;
            return !((aIsOwn && bIsOwn) || (aIsOwn && bRoot is Parameter) || (bIsOwn && aRoot is Parameter));
        }

        (Value aBase, Value? aIndex, long aStride, long aOffset) = Split(a);
        (Value bBase, Value? bIndex, long bStride, long bOffset) = Split(b);
        bool isSameBase = ReferenceEquals(aBase, bBase) && ReferenceEquals(aIndex, bIndex) && aStride == bStride;
        return !isSameBase || (aOffset < bOffset + bSize && bOffset < aOffset + aSize);
    }

    private static Value Root(Value pointer)
    {
        while (pointer is GepInstruction gep)
        {
            pointer = gep.Pointer;
        }

        return pointer;
    }

    /// <summary>Splits an address into a variable and a constant part.</summary>
    private static (Value Base, Value? Index, long Stride, long Offset) Split(Value pointer)
    {
        long offset = 0;
        while (pointer is GepInstruction gep)
        {
            offset += gep.Offset;
            if (gep.Index is not Constant index)
            {
                return (gep.Pointer, gep.Index, gep.Stride, offset);
            }

            offset += index.AsInt64 * gep.Stride;
            pointer = gep.Pointer;
        }

        return (pointer, null, 0, offset);
    }
}
