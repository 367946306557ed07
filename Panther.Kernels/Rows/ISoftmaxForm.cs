namespace Panther.Kernels.Rows;

/// <summary>Softmax or its logarithm; a compile-time argument of <see cref="SoftmaxKernels"/>.</summary>
internal interface ISoftmaxForm
{
    /// <summary>Gets a value indicating whether the logarithm of the softmax is computed.</summary>
    static abstract bool IsLogarithmic { get; }
}

/// <summary>exp(x - m) / Σ exp(x - m).</summary>
internal readonly struct PlainSoftmax : ISoftmaxForm
{
    /// <inheritdoc/>
    public static bool IsLogarithmic => false;
}

/// <summary>x - m - log Σ exp(x - m).</summary>
internal readonly struct LogarithmicSoftmax : ISoftmaxForm
{
    /// <inheritdoc/>
    public static bool IsLogarithmic => true;
}
