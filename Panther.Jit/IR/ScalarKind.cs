namespace Panther.Jit.IR;

/// <summary>The kinds of scalar. Integers have no sign; operations do.</summary>
internal enum ScalarKind : byte
{
    Void,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
    Pointer,
}
