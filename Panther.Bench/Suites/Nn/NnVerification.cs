namespace Panther.Bench.Suites.Nn;

/// <summary>Checks that what was timed trained a network.</summary>
internal static class NnVerification
{
    /// <summary>Throws unless a loss has fallen.</summary>
    public static void RequireLess(float trained, float untrained)
    {
        if (!(trained < untrained))
        {
            throw new InvalidOperationException($"the loss went from {untrained:G6} to {trained:G6}.");
        }
    }
}
