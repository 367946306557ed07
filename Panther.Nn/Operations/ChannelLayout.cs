namespace Panther.Nn;

/// <summary>How images are seen by a normalisation over channels: images×groups×members×places.</summary>
/// <param name="Images">The images.</param>
/// <param name="Groups">The groups of channels; each channel is one for batch normalisation.</param>
/// <param name="Members">The channels of a group.</param>
/// <param name="Places">The places of a channel.</param>
/// <param name="Shared">The dimension of images×groups×members that statistics are shared along.</param>
internal sealed record ChannelLayout(long Images, long Groups, long Members, long Places, int Shared)
{
    /// <summary>Gets images×groups×members: a number for each channel of each image.</summary>
    public Shape Rows => [Images, Groups, Members];

    /// <summary>Gets groups×members: a number for each channel.</summary>
    public Shape Channels => [Groups, Members];

    /// <summary>Gets images×groups×members×places.</summary>
    public Shape Elements => [Images, Groups, Members, Places];

    /// <summary>Gets the elements that share a mean.</summary>
    public double Count => (double)Places * (Shared == 0 ? Images : Members);
}
