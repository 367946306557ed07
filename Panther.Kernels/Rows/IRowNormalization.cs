namespace Panther.Kernels.Rows;

/// <summary>By what rows are normalised; a compile-time argument of <see cref="RowNormalizationKernels"/>.</summary>
internal interface IRowNormalization
{
    /// <summary>Gets a value indicating whether the mean is subtracted first.</summary>
    static abstract bool IsCentred { get; }
}

/// <summary>Layer normalisation: by mean and variance.</summary>
internal readonly struct ByMeanAndVariance : IRowNormalization
{
    /// <inheritdoc/>
    public static bool IsCentred => true;
}

/// <summary>RMS normalisation: by the mean square.</summary>
internal readonly struct ByMeanSquare : IRowNormalization
{
    /// <inheritdoc/>
    public static bool IsCentred => false;
}
