using Panther.Jit.Dialect;

namespace Panther.Kernels.Elementwise;

/// <summary>The element types of 16 bits, which are stored in 16 bits and computed in float.</summary>
internal static class NarrowFloat
{
    /// <summary>Tells whether a type is one of them; a constant to the compiler of kernels.</summary>
    public static bool Is<T>() => typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    /// <summary>Says that an operation is not offered for them.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is one of them.</exception>
    public static void Refuse<T>(string operation)
    {
        if (Is<T>())
        {
            throw new NotSupportedException($"{operation} is not offered for {typeof(T).Name}: convert to float first (Tensor.To).");
        }
    }
}
