using System.Reflection;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>What the evaluation stack of CIL holds while a method is translated.</summary>
internal abstract record StackValue;

/// <summary>
/// A scalar: i32, i64, f16, f32, f64, a pointer, or a bool where CIL has an int32 that is known to be 0 or 1.
/// Smaller integers are widened as CIL does.
/// </summary>
internal sealed record ScalarValue(Value Value) : StackValue;

/// <summary>A struct, view, span or local array, as the scalars that <see cref="TypeLayout"/> names, each as it stands in memory.</summary>
internal sealed record AggregateValue(Type Type, Value[] Leaves) : StackValue
{
    public bool Equals(AggregateValue? other) => other is not null && Type == other.Type && Leaves.AsSpan().SequenceEqual(other.Leaves);

    public override int GetHashCode() => HashCode.Combine(Type, Leaves.Length);
}

/// <summary>A type known at compile time: a RuntimeTypeHandle or a Type.</summary>
internal sealed record TypeToken(Type Type) : StackValue;

/// <summary>A field known at compile time: a RuntimeFieldHandle.</summary>
internal sealed record FieldToken(FieldInfo Field) : StackValue;

/// <summary>A string literal; only calls that the compiler drops may take it.</summary>
internal sealed record StringToken : StackValue;

/// <summary>The null reference.</summary>
internal sealed record NullToken : StackValue;

/// <summary>A boxed struct whose box never comes to be; generic code tests and unboxes it at once.</summary>
internal sealed record BoxedValue(Type Type, StackValue Value) : StackValue;

/// <summary>A struct seen as an object, as the receiver of a default interface method.</summary>
internal sealed record ObjectReference(Type Type, Value Pointer) : StackValue;

/// <summary>An object that stands for a type's default comparer.</summary>
internal sealed record ComparerToken(Type Type) : StackValue;
