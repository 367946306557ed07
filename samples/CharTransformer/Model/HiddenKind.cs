namespace CharTransformer.Model;

/// <summary>What hidden linear layers are made of.</summary>
internal enum HiddenKind
{
    /// <summary>A matrix.</summary>
    Dense,

    /// <summary>Trained factors and random signs.</summary>
    Sketched,

    /// <summary>Two trained factors.</summary>
    LowRank,
}
