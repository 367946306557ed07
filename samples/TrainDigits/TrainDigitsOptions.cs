using Samples;

namespace TrainDigits;

/// <summary>What the command line asks for.</summary>
internal sealed record TrainDigitsOptions
{
    /// <summary>How it is asked for.</summary>
    public static CommandLine<TrainDigitsOptions> CommandLine { get; } = new("TrainDigits")
    {
        { "--model mlp|cnn", "a perceptron or a convolutional network (mlp)", (o, v) => o with { IsConvolutional = v.OneOf("mlp", "cnn") == "cnn" } },
        { "--data FILE", "a CSV file, also as .gz: in each row 64 numbers 0..16, a picture of 8 x 8, then the digit; digits are drawn when left out", (o, v) => o with { Data = v.Text } },
        { "--sketched [RATIO]", "sketches hidden linear layers; together they store at most this part of the dense ones (0.25)", (o, v) => o with { Ratio = v.Text == "" ? 0.25 : v.Number(0, 1) } },
        { "--epochs N", "how often each picture is seen in each of its places (mlp 24, cnn 8)", (o, v) => o with { Epochs = v.Count } },
        { "--seed N", "of the split, the weights and the order (1)", (o, v) => o with { Seed = v.Count } },
        { "--device NAME", "cpu, cuda:0, ...; the best one present when left out", (o, v) => o with { Device = v.Text } },
        { "--plot FILE.svg", "draws the loss", (o, v) => o with { Plot = v.File(".svg") } },
        { "--save FILE", "saves the model (safetensors), loads it again, and compares", (o, v) => o with { Save = v.Text } },
    };

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
}
