namespace Panther.Kernels.Random;

/// <summary>128 random bits: what one counter of the generator gives.</summary>
/// <param name="X">The first word.</param>
/// <param name="Y">The second word.</param>
/// <param name="Z">The third word.</param>
/// <param name="W">The fourth word.</param>
internal readonly record struct PhiloxBlock(uint X, uint Y, uint Z, uint W);
