namespace Panther.Kernels.Launch;

/// <summary>
/// The 32 lanes of a warp as a grid of 8×4 whose two numbers alternate in the bits of the lane's. Lanes that are neighbours in one bit then have one number in common, and those in the next the other: where a read of
/// 16 bytes from shared memory depends on one of the numbers only, half a warp needs one access for it, where lanes in plain order would need two.
/// </summary>
internal static class LaneGrid
{
    /// <summary>The bits 0, 2 and 4 of a thread's number: 0 to 7.</summary>
    public static int OfEight(int thread) => (thread & 1) + ((thread >> 1) & 2) + ((thread >> 2) & 4);

    /// <summary>The bits 1 and 3: 0 to 3.</summary>
    public static int OfFour(int thread) => ((thread >> 1) & 1) + ((thread >> 2) & 2);
}
