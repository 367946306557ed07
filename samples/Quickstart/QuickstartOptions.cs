using Samples;

namespace Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>How it is asked for.</summary>
    public static CommandLine<QuickstartOptions> CommandLine { get; } = new("Quickstart")
    {
        { "--input FILE", "the matrix: .npy, .npz, .csv, .mtx or .pgm, all but .npz also as .gz; a picture-like matrix is made when left out", (o, v) => o with { Input = v.Text } },
        { "--rank K", "how many singular triples to keep (50)", (o, v) => o with { Rank = v.Count } },
        { "--device NAME", "cpu, cuda:0, ...; the best one present when left out", (o, v) => o with { Device = v.Text } },
        { "--out FILE.png", "writes the rank-K approximation as a grey picture", (o, v) => o with { Output = v.File(".png") } },
    };

    /// <summary>The file to read, or <see langword="null"/> for a generated matrix.</summary>
    public string? Input { get; init; }

    /// <summary>The rank of the approximation, at least 1.</summary>
    public int Rank { get; init; } = 50;

    /// <summary>The name of the device, or <see langword="null"/> for the best one.</summary>
    public string? Device { get; init; }

    /// <summary>The picture to write, or <see langword="null"/> for none.</summary>
    public string? Output { get; init; }
}
