using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>How comparisons relate to each other.</summary>
internal static class Comparisons
{
    /// <summary>Returns the comparison that is true exactly when the other is not, or null.</summary>
    public static CompareOp? Invert(CompareOp op, bool isFloat) => op switch
    {
        CompareOp.Equal => isFloat ? CompareOp.NotEqualUnordered : CompareOp.NotEqual,
        CompareOp.NotEqual => isFloat ? CompareOp.EqualOrdered : CompareOp.Equal,
        CompareOp.LessSigned => CompareOp.GreaterEqualSigned,
        CompareOp.LessEqualSigned => CompareOp.GreaterSigned,
        CompareOp.GreaterSigned => CompareOp.LessEqualSigned,
        CompareOp.GreaterEqualSigned => CompareOp.LessSigned,
        CompareOp.LessUnsigned => CompareOp.GreaterEqualUnsigned,
        CompareOp.LessEqualUnsigned => CompareOp.GreaterUnsigned,
        CompareOp.GreaterUnsigned => CompareOp.LessEqualUnsigned,
        CompareOp.GreaterEqualUnsigned => CompareOp.LessUnsigned,
        CompareOp.EqualOrdered => CompareOp.NotEqualUnordered,
        CompareOp.LessOrdered => CompareOp.GreaterEqualUnordered,
        CompareOp.LessEqualOrdered => CompareOp.GreaterUnordered,
        CompareOp.GreaterOrdered => CompareOp.LessEqualUnordered,
        CompareOp.GreaterEqualOrdered => CompareOp.LessUnordered,
        CompareOp.NotEqualUnordered => CompareOp.EqualOrdered,
        CompareOp.LessUnordered => CompareOp.GreaterEqualOrdered,
        CompareOp.LessEqualUnordered => CompareOp.GreaterOrdered,
        CompareOp.GreaterUnordered => CompareOp.LessEqualOrdered,
        CompareOp.GreaterEqualUnordered => CompareOp.LessOrdered,
        _ => null,
    };

    /// <summary>Returns the comparison that says the same when the two sides are swapped.</summary>
    public static CompareOp Swap(CompareOp op) => op switch
    {
        CompareOp.LessSigned => CompareOp.GreaterSigned,
        CompareOp.LessEqualSigned => CompareOp.GreaterEqualSigned,
        CompareOp.GreaterSigned => CompareOp.LessSigned,
        CompareOp.GreaterEqualSigned => CompareOp.LessEqualSigned,
        CompareOp.LessUnsigned => CompareOp.GreaterUnsigned,
        CompareOp.LessEqualUnsigned => CompareOp.GreaterEqualUnsigned,
        CompareOp.GreaterUnsigned => CompareOp.LessUnsigned,
        CompareOp.GreaterEqualUnsigned => CompareOp.LessEqualUnsigned,
        CompareOp.LessOrdered => CompareOp.GreaterOrdered,
        CompareOp.LessEqualOrdered => CompareOp.GreaterEqualOrdered,
        CompareOp.GreaterOrdered => CompareOp.LessOrdered,
        CompareOp.GreaterEqualOrdered => CompareOp.LessEqualOrdered,
        CompareOp.LessUnordered => CompareOp.GreaterUnordered,
        CompareOp.LessEqualUnordered => CompareOp.GreaterEqualUnordered,
        CompareOp.GreaterUnordered => CompareOp.LessUnordered,
        CompareOp.GreaterEqualUnordered => CompareOp.LessEqualUnordered,
        _ => op,
    };

    public static CompareOp ToUnsigned(CompareOp op) => op switch
    {
        CompareOp.LessSigned => CompareOp.LessUnsigned,
        CompareOp.LessEqualSigned => CompareOp.LessEqualUnsigned,
        CompareOp.GreaterSigned => CompareOp.GreaterUnsigned,
        CompareOp.GreaterEqualSigned => CompareOp.GreaterEqualUnsigned,
        _ => op,
    };

    public static bool IsEquality(CompareOp op) => op is CompareOp.Equal or CompareOp.NotEqual;

    public static bool IsSigned(CompareOp op) => op is >= CompareOp.LessSigned and <= CompareOp.GreaterEqualSigned;
}
