using System.Globalization;

namespace TrainDigits;

/// <summary>What the command line asks for.</summary>
internal sealed record TrainDigitsOptions
{
    /// <summary>Shown for <c>--help</c> and after a wrong command line.</summary>
    public const string Usage = """
        usage: TrainDigits [--model mlp|cnn] [--data FILE] [--sketched [RATIO]] [--epochs N] [--seed N] [--device NAME] [--plot FILE.svg] [--save FILE]
          --model mlp|cnn     a perceptron or a convolutional network (mlp)
          --data FILE         a CSV file, also as .gz: in each row 64 numbers 0..16, a picture of 8 x 8, then the digit; digits are drawn when left out
          --sketched [RATIO]  sketches hidden linear layers; together they store at most this part of the dense ones (0.25)
          --epochs N          how often each picture is seen in each of its places (mlp 24, cnn 8)
          --seed N            of the split, the weights and the order (1)
          --device NAME       cpu, cuda:0, ...; the best one present when left out
          --plot FILE.svg     draws the loss
          --save FILE         saves the model (safetensors), loads it again, and compares
        """;

    /// <summary>Whether the network is convolutional.</summary>
    public bool IsConvolutional { get; init; }

    /// <summary>The file to read, or <see langword="null"/> for drawn digits.</summary>
    public string? Data { get; init; }

    /// <summary>The size of sketched layers in terms of dense ones, or <see langword="null"/> for dense ones.</summary>
    public double? Ratio { get; init; }

    /// <summary>The number of epochs.</summary>
    public int Epochs
    {
        get => field > 0 ? field : IsConvolutional ? 8 : 24;
        init;
    }

    /// <summary>The largest learning rate: the best of 0.002, 0.004, ... over a few seeds. Perceptrons of sketched layers want longer steps.</summary>
    public double LearningRate => IsConvolutional ? 0.004 : Ratio is null ? 0.008 : 0.016;

    /// <summary>The seed of everything.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The name of the device, or <see langword="null"/> for the best one.</summary>
    public string? Device { get; init; }

    /// <summary>The drawing to write, or <see langword="null"/> for none.</summary>
    public string? Plot { get; init; }

    /// <summary>The file to save to, or <see langword="null"/> for none.</summary>
    public string? Save { get; init; }

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Parses <paramref name="args"/>, given as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or the value makes no sense.</exception>
    public static TrainDigitsOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new TrainDigitsOptions();
        while (args is [var name, .. var rest])
        {
            string? value = null;
            if (name.IndexOf('=') is var at and > 0)
            {
                value = name[(at + 1)..];
                name = name[..at];
            }
            else if (rest is [var next, ..] && !next.StartsWith("--", StringComparison.Ordinal))
            {
                value = next;
                rest = rest[1..];
            }

            options = options.With(name, value);
            args = rest;
        }

        return options;
    }

    private TrainDigitsOptions With(string name, string? value) => (name, value) switch
    {
        ("--help" or "-h" or "-?", _) => this with { Help = true },
        ("--sketched", _) => this with { Ratio = value is null ? 0.25 : ParseRatio(value) },
        ("--model", "mlp" or "cnn") => this with { IsConvolutional = value == "cnn" },
        ("--model", _) => throw new UsageException($"--model is mlp or cnn, not '{value}'."),
        (_, null or "") when name.StartsWith("--", StringComparison.Ordinal) => throw new UsageException($"{name} is no option, or needs a value."),
        ("--data", _) => this with { Data = value },
        ("--epochs", _) => this with { Epochs = ParseNumber(name, value!) },
        ("--seed", _) => this with { Seed = ParseNumber(name, value!) },
        ("--device", _) => this with { Device = value },
        ("--plot", _) => this with { Plot = value },
        ("--save", _) => this with { Save = value },
        _ => throw new UsageException($"'{name}' is not an option."),
    };

    private static int ParseNumber(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            ? number
            : throw new UsageException($"{name} takes a whole number of at least 1, not '{value}'.");

    private static double ParseRatio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is > 0 and <= 1
            ? ratio
            : throw new UsageException($"--sketched takes a number above 0 and up to 1, not '{value}'.");
}
