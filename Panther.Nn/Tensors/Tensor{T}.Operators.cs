namespace Panther.Nn;

/// <summary>Operators, element by element with broadcasting.</summary>
public sealed partial class Tensor<T>
{
    /// <summary>The sum.</summary>
    public static Tensor<T> operator +(Tensor<T> left, Tensor<T> right) => left.Add(right);

    /// <summary>The sum with a number.</summary>
    public static Tensor<T> operator +(Tensor<T> left, T right) => left.Affine(T.One, right);

    /// <summary>The sum with a number.</summary>
    public static Tensor<T> operator +(T left, Tensor<T> right) => right.Affine(T.One, left);

    /// <summary>The difference.</summary>
    public static Tensor<T> operator -(Tensor<T> left, Tensor<T> right) => left.Subtract(right);

    /// <summary>The difference from a number.</summary>
    public static Tensor<T> operator -(Tensor<T> left, T right) => left.Affine(T.One, -right);

    /// <summary>The difference of a number.</summary>
    public static Tensor<T> operator -(T left, Tensor<T> right) => right.Affine(-T.One, left);

    /// <summary>The negative.</summary>
    public static Tensor<T> operator -(Tensor<T> value) => value.Negate();

    /// <summary>The product, element by element.</summary>
    public static Tensor<T> operator *(Tensor<T> left, Tensor<T> right) => left.Multiply(right);

    /// <summary>A multiple.</summary>
    public static Tensor<T> operator *(Tensor<T> left, T right) => left.Affine(right, T.Zero);

    /// <summary>A multiple.</summary>
    public static Tensor<T> operator *(T left, Tensor<T> right) => right.Affine(left, T.Zero);

    /// <summary>The quotient, element by element.</summary>
    public static Tensor<T> operator /(Tensor<T> left, Tensor<T> right) => left.Divide(right);

    /// <summary>A fraction.</summary>
    public static Tensor<T> operator /(Tensor<T> left, T right)
        => Elementwise.Compute(new FractionFunction<T>(right), left).Record(Edge.To(left, g => g / right, t => t / right));

    /// <summary>A number over each element.</summary>
    public static Tensor<T> operator /(T left, Tensor<T> right) => Elementwise.Apply(new InverseMultipleFunction<T>(left), right);
}
