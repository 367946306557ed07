namespace Panther.Jit.Frontend;

/// <summary>
/// CIL's comparisons. The Un forms are unsigned on integers and true on floats when either side is NaN;
/// NotEqual is also true then.
/// </summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    LessUn,
    LessEqualUn,
    GreaterUn,
    GreaterEqualUn,
}
