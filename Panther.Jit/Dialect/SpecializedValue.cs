namespace Panther.Jit.Dialect;

/// <summary>An argument whose value is a constant to the compiler: a kernel is compiled anew for each value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="value">The value.</param>
public readonly struct SpecializedValue<T>(T value) : IEquatable<SpecializedValue<T>>
    where T : unmanaged, IEquatable<T>
{
    private readonly T value = value;

    /// <summary>Gets the value.</summary>
    public T Value
    {
        [Intrinsic(Intrinsic.SpecializedValue)]
        get => value;
    }

    /// <summary>Takes the value out.</summary>
    /// <param name="specialized">The specialised value.</param>
    public static implicit operator T(SpecializedValue<T> specialized) => specialized.Value;

    /// <summary>Compares two values.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    public static bool operator ==(SpecializedValue<T> left, SpecializedValue<T> right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    public static bool operator !=(SpecializedValue<T> left, SpecializedValue<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SpecializedValue<T> other) => value.Equals(other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SpecializedValue<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();
}

/// <summary>Makes <see cref="SpecializedValue{T}"/> without naming its type.</summary>
public static class SpecializedValue
{
    /// <summary>Marks a value as a compile-time constant.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public static SpecializedValue<T> New<T>(T value)
        where T : unmanaged, IEquatable<T>
        => new(value);
}
