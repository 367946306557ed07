using CharTransformer.Model;
using Samples;

namespace CharTransformer;

/// <summary>What the command line asks for.</summary>
internal sealed record CharTransformerOptions
{
    /// <summary>How it is asked for.</summary>
    public static CommandLine<CharTransformerOptions> CommandLine { get; } = new(
        "CharTransformer",
        "For a model of Shakespeare's plays on a GPU: --text tinyshakespeare.txt --layers 6 --width 384 --heads 6 --context 256 --batch 64 --dropout 0.2 --steps 2000")
    {
        { "--text FILE", "what to learn; its last tenth is kept for validation; made by a small grammar when left out", (o, v) => o with { Text = v.Text } },
        { "--device NAME", "cpu, cuda:0, ...; the best one present when left out", (o, v) => o with { Device = v.Text } },
        { "--layers N", "layers of the transformer (2)", (o, v) => o with { Layers = v.Count } },
        { "--width N", "features of a place (64)", (o, v) => o with { Width = v.Count } },
        { "--heads N", "heads of attention; divide the width (4)", (o, v) => o with { Heads = v.Count } },
        { "--context N", "characters that a prediction sees (64)", (o, v) => o with { Context = v.Count } },
        { "--batch N", "sequences of a step (16)", (o, v) => o with { Batch = v.Count } },
        { "--steps N", "steps of training (600)", (o, v) => o with { Steps = v.Count } },
        { "--dropout P", "the probability of dropout (0)", (o, v) => o with { Dropout = v.Number(0, 0.99) } },
        { "--learning-rate R", "the largest; it warms up over 100 steps and falls to a tenth along a cosine (0.001)", (o, v) => o with { LearningRate = v.Number(0, 1) } },
        { "--sketched [RATIO]", "sketched hidden linear layers, of at most this share of the dense ones' memory (0.24)", (o, v) => o.With(HiddenKind.Sketched, v) },
        { "--low-rank [RATIO]", "the same with plain factors of low rank", (o, v) => o.With(HiddenKind.LowRank, v) },
        { "--captured", "captures a step as a graph, which takes more memory and less of the processor's time", (o, _) => o with { IsCaptured = true } },
        { "--seed N", "what parameters and dropout are drawn from (1)", (o, v) => o with { Seed = v.Count } },
        { "--evaluate N", "steps from one evaluation to the next (a fifth of all)", (o, v) => o with { Evaluate = v.Count } },
        { "--log FILE.csv", "writes step, loss on training and on validation text, and seconds of training since the tenth step; a resumed run appends", (o, v) => o with { Log = v.File(".csv") } },
        { "--checkpoint FILE", "keeps the state of the run at each evaluation and at its end, and goes on from there if the file exists", (o, v) => o with { Checkpoint = v.Text } },
        { "--save FILE", "saves the best model (safetensors), loads it again, and compares", (o, v) => o with { Save = v.Text } },
        { "--generate N", "characters to write at the end (200)", (o, v) => o with { Generate = v.Count } },
        { "--temperature R", "1 follows the model's probabilities, less prefers the likely (0.8)", (o, v) => o with { Temperature = v.Number(0.01, 100) } },
    };

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

    /// <summary>Whether a step is captured as a graph.</summary>
    public bool IsCaptured { get; init; }

    /// <summary>What parameters and dropout are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The steps between evaluations.</summary>
    public int Evaluate
    {
        get => field > 0 ? field : Math.Max(1, Steps / 5);
        init;
    }

    /// <summary>Where evaluations are written to, or <see langword="null"/>.</summary>
    public string? Log { get; init; }

    /// <summary>The state of the run, to go on from and to write, or <see langword="null"/>.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The file that the best model is saved to, or <see langword="null"/>.</summary>
    public string? Save { get; init; }

    /// <summary>The characters to generate.</summary>
    public int Generate { get; init; } = 200;

    /// <summary>The temperature of generation.</summary>
    public double Temperature { get; init; } = 0.8;

    private CharTransformerOptions With(HiddenKind kind, OptionValue ratio)
        => this with { Kind = kind, Ratio = ratio.Text.Length > 0 ? ratio.Number(0, 1) : Ratio };
}
