namespace Panther.Kernels.Random;

/// <summary>The values that a distribution makes of one block, in the order of their rows.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="First">The value of the block's first row.</param>
/// <param name="Second">The value of the block's second row.</param>
/// <param name="Third">The value of the block's third row; unused where a block has two.</param>
/// <param name="Fourth">The value of the block's fourth row; unused where a block has two.</param>
internal readonly record struct Draws<T>(T First, T Second, T Third, T Fourth)
    where T : unmanaged;
