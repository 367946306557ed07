namespace Panther.Kernels.Attention;

/// <summary>Whose features are made; a compile-time argument of <see cref="FeatureKernels"/>.</summary>
internal interface IFeatureForm
{
    /// <summary>Gets a value indicating whether they are those of keys.</summary>
    static abstract bool IsKey { get; }
}

/// <summary>exp(x + term - largest of the feature).</summary>
internal readonly struct KeyFeatures : IFeatureForm
{
    /// <inheritdoc/>
    public static bool IsKey => true;
}

/// <summary>exp(x + largest of the feature - largest of the row).</summary>
internal readonly struct QueryFeatures : IFeatureForm
{
    /// <inheritdoc/>
    public static bool IsKey => false;
}
