namespace Panther.Kernels.Random;

/// <summary>Turns random bits into values; a compile-time argument of the kernels that draw.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal interface IDistribution<T>
    where T : unmanaged
{
    /// <summary>Gets the number of values that one block of 128 bits gives: 2 or 4.</summary>
    static abstract int BlockLength { get; }

    /// <summary>Makes the block's values.</summary>
    /// <param name="bits">The block.</param>
    static abstract Draws<T> Draw(PhiloxBlock bits);
}
