using System.Globalization;

namespace Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>Shown for <c>--help</c> and after a wrong command line.</summary>
    public const string Usage = """
        usage: Quickstart [--input FILE] [--rank K] [--device NAME] [--out FILE.png]
          --input FILE    the matrix: .npy, .npz, .csv, .mtx or .pgm, all but .npz also as .gz; a picture-like matrix is made when left out
          --rank K        how many singular triples to keep (50)
          --device NAME   cpu, cuda:0, ...; the best one present when left out
          --out FILE.png  writes the rank-K approximation as a grey picture
        """;

    /// <summary>The file to read, or <see langword="null"/> for a generated matrix.</summary>
    public string? Input { get; init; }

    /// <summary>The rank of the approximation, at least 1.</summary>
    public int Rank { get; init; } = 50;

    /// <summary>The name of the device, or <see langword="null"/> for the best one.</summary>
    public string? Device { get; init; }

    /// <summary>The picture to write, or <see langword="null"/> for none.</summary>
    public string? Output { get; init; }

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Parses <paramref name="args"/>, given as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or the value makes no sense.</exception>
    public static QuickstartOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new QuickstartOptions();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            if (name is "--help" or "-h" or "-?")
            {
                options = options with { Help = true };
                continue;
            }

            string? value = null;
            if (name.StartsWith("--", StringComparison.Ordinal) && name.IndexOf('=') is var at and > 0)
            {
                value = name[(at + 1)..];
                name = name[..at];
            }

            if (name is not ("--input" or "--rank" or "--device" or "--out"))
            {
                throw new UsageException($"'{name}' is not an option.");
            }

            value ??= ++i < args.Length ? args[i] : null;
            if (string.IsNullOrEmpty(value))
            {
                throw new UsageException($"{name} needs a value.");
            }

            options = name switch
            {
                "--input" => options with { Input = value },
                "--rank" => options with { Rank = ParseRank(value) },
                "--device" => options with { Device = value },
                _ => options with { Output = ParseOutput(value) },
            };
        }

        return options;
    }

    private static int ParseRank(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rank) && rank >= 1
            ? rank
            : throw new UsageException($"--rank takes a whole number of at least 1, not '{value}'.");

    private static string ParseOutput(string value) =>
        value.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? value
            : throw new UsageException($"--out writes a .png file, and '{value}' is not called one.");
}
