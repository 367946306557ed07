namespace Panther.Jit.Dialect;

/// <summary>Hints on the innermost loop around the call; they compute nothing.</summary>
public static class Unroll
{
    /// <summary>Unrolls the loop wholly, whatever its size; its trip count must be known at compile time.</summary>
    [Intrinsic(Intrinsic.UnrollFull)]
    public static void Full()
    {
    }

    /// <summary>Keeps the loop a loop.</summary>
    [Intrinsic(Intrinsic.UnrollNone)]
    public static void None()
    {
    }
}
