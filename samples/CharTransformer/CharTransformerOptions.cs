using System.Globalization;
using CharTransformer.Model;

namespace CharTransformer;

/// <summary>What the command line asks for.</summary>
internal sealed record CharTransformerOptions
{
    /// <summary>Shown for <c>--help</c> and after a wrong command line.</summary>
    public const string Usage = """
        usage: CharTransformer [--text FILE] [--device NAME] [options]
          --text FILE          what to learn; its last tenth is kept for validation; made by a small grammar when left out
          --device NAME        cpu, cuda:0, ...; the best one present when left out
          --layers N           layers of the transformer (2)
          --width N            features of a place (64)
          --heads N            heads of attention; divide the width (4)
          --context N          characters that a prediction sees (64)
          --batch N            sequences of a step (16)
          --steps N            steps of training (600)
          --dropout P          the probability of dropout (0)
          --learning-rate R    the largest; it warms up over 100 steps and falls to a tenth along a cosine (0.001)
          --sketched [RATIO]   sketched hidden linear layers, of at most this share of the dense ones' memory (0.24)
          --low-rank [RATIO]   the same with plain factors of low rank
          --seed N             what parameters and dropout are drawn from (1)
          --evaluate N         steps from one evaluation to the next (a fifth of all)
          --log FILE.csv       writes step, loss on training and on validation text, and seconds of each evaluation; a resumed run appends
          --load FILE          resumes a run of the same options
          --save FILE          writes a checkpoint (safetensors) at each evaluation
          --generate N         characters to write at the end (200)
          --temperature R      1 follows the model's probabilities, less prefers the likely (0.8)
        For a model of Shakespeare's plays on a GPU: --text tinyshakespeare.txt --layers 6 --width 384 --heads 6 --context 256 --batch 64 --dropout 0.2 --steps 2000
        """;

    /// <summary>The text to learn, or <see langword="null"/> for one that is made.</summary>
    public string? Text { get; init; }

    /// <summary>The name of the device, or <see langword="null"/> for the best one.</summary>
    public string? Device { get; init; }

    /// <summary>The layers of the transformer.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>The features of a place.</summary>
    public int Width { get; init; } = 64;

    /// <summary>The heads of a layer.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>The characters of a sequence.</summary>
    public int Context { get; init; } = 64;

    /// <summary>The sequences of a step.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The steps of training.</summary>
    public int Steps { get; init; } = 600;

    /// <summary>The probability of dropout.</summary>
    public double Dropout { get; init; }

    /// <summary>The largest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>What hidden linear layers are made of.</summary>
    public HiddenKind Kind { get; init; } = HiddenKind.Dense;

    /// <summary>The share of a dense layer's memory that a hidden linear layer may take, where it is not dense.</summary>
    public double Ratio { get; init; } = 0.24;

    /// <summary>What parameters and dropout are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The steps between evaluations, or <see langword="null"/> for a fifth of all.</summary>
    public int? Evaluate { get; init; }

    /// <summary>Where evaluations are written to, or <see langword="null"/>.</summary>
    public string? Log { get; init; }

    /// <summary>The checkpoint to begin from, or <see langword="null"/>.</summary>
    public string? Load { get; init; }

    /// <summary>The checkpoint to write, or <see langword="null"/>.</summary>
    public string? Save { get; init; }

    /// <summary>The characters to generate.</summary>
    public int Generate { get; init; } = 200;

    /// <summary>The temperature of generation.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Parses <paramref name="args"/>, given as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or the value makes no sense.</exception>
    public static CharTransformerOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new CharTransformerOptions();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            string? value = null;
            if (name.StartsWith("--", StringComparison.Ordinal) && name.IndexOf('=') is var at and > 0)
            {
                value = name[(at + 1)..];
                name = name[..at];
            }

            if (name is "--help" or "-h" or "-?")
            {
                options = options with { Help = true };
            }
            else if (name is "--sketched" or "--low-rank")
            {
                if (value is null && i + 1 < args.Length && !args[i + 1].StartsWith('-'))
                {
                    value = args[++i];
                }

                options = options with
                {
                    Kind = name == "--sketched" ? HiddenKind.Sketched : HiddenKind.LowRank,
                    Ratio = value is null ? options.Ratio : Number(name, value, least: 0, most: 1),
                };
            }
            else
            {
                value ??= i + 1 < args.Length ? args[++i] : throw new UsageException($"{name} needs a value.");
                options = options.With(name, value);
            }
        }

        return options.Width % options.Heads == 0 ? options : throw new UsageException($"{options.Heads} heads do not divide a width of {options.Width}.");
    }

    private CharTransformerOptions With(string name, string value) => name switch
    {
        "--text" => this with { Text = value },
        "--device" => this with { Device = value },
        "--layers" => this with { Layers = Count(name, value) },
        "--width" => this with { Width = Count(name, value) },
        "--heads" => this with { Heads = Count(name, value) },
        "--context" => this with { Context = Count(name, value) },
        "--batch" => this with { Batch = Count(name, value) },
        "--steps" => this with { Steps = Count(name, value) },
        "--dropout" => this with { Dropout = Number(name, value, least: 0, most: 0.99) },
        "--learning-rate" => this with { LearningRate = Number(name, value, least: 0, most: 1) },
        "--seed" => this with { Seed = Count(name, value) },
        "--evaluate" => this with { Evaluate = Count(name, value) },
        "--log" => this with { Log = value },
        "--load" => this with { Load = value },
        "--save" => this with { Save = value },
        "--generate" => this with { Generate = Count(name, value) },
        "--temperature" => this with { Temperature = Number(name, value, least: 0.01, most: 100) },
        _ => throw new UsageException($"'{name}' is not an option."),
    };

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1
            ? count
            : throw new UsageException($"{name} takes a whole number of at least 1, not '{value}'.");

    private static double Number(string name, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{value}'."));
}
