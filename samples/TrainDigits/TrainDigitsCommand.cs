using System.Globalization;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace TrainDigits;

/// <summary>The whole program: reads or draws digits, trains a network on four fifths of them, and measures it on the rest.</summary>
internal static class TrainDigitsCommand
{
    private const int DrawnCount = 2000;

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, 1 when the work failed or the saved model is not the trained one, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, bool isLive, CancellationToken cancellationToken)
        => TrainDigitsOptions.CommandLine.Run(args, output, error, options => Train(options, output, isLive, cancellationToken));

    /// <summary>Does the work.</summary>
    /// <returns>Whether the saved model, if there is one, computes what the trained one does.</returns>
    private static bool Train(TrainDigitsOptions options, TextWriter output, bool isLive, CancellationToken cancellationToken)
    {
        void Line(string what, FormattableString text) => output.WriteLine($"{what,-9} {text.ToString(CultureInfo.InvariantCulture)}");

        Device device = options.Device is null ? Device.Default : Device.Find(options.Device);
        Digits digits = options.Data is null ? DrawnDigits.Create(DrawnCount, options.Seed) : Digits.Read(options.Data);
        (Digits training, Digits heldOut) = digits.Split(options.Seed);
        Line("data", $"{digits.Labels.Length} pictures of {Digits.Side} x {Digits.Side}, {options.Data ?? "drawn"}; {heldOut.Labels.Length} of them held out, seed {options.Seed}");
        Line("device", $"{device}");

        using Sequential<float> model = DigitNetwork.Create(options, device);
        Line("model", $"{Describe(options, model)}");
        var progress = new ProgressLine(output, isLive, options.Epochs);
        TrainingResult result = DigitTraining.Run(model, training.Shifted(), options, progress, cancellationToken);
        progress.End();
        Line("time", $"{result.Elapsed.TotalSeconds:F1} s for {result.Steps} steps, with compiling the kernels{(result.End == TrainingEnd.Cancelled ? "; cancelled" : "")}");

        float[] outputs = DigitTraining.Outputs(model, device, heldOut);
        int right = DigitTraining.Right(outputs, heldOut);
        Line("accuracy", $"{(double)right / heldOut.Labels.Length:P2} of the digits held out: {right} of {heldOut.Labels.Length}");
        if (progress is { First: { } first, Last: { } last })
        {
            Line("memory", $"{Mebi(last.PeakBytes):F1} MiB at most during a step; taken from the device: {Mebi(first.PoolBytes):F1} MiB by step {first.Step}, {Mebi(last.PoolBytes):F1} MiB by step {last.Step}");
        }

        bool isSame = true;
        if (options.Save is not null)
        {
            model.Save(options.Save);
            using Sequential<float> loaded = DigitNetwork.Create(options with { Seed = options.Seed + 1 }, device);
            loaded.Load(options.Save);
            isSame = DigitTraining.Outputs(loaded, device, heldOut).AsSpan().SequenceEqual(outputs);
            Line("saved", $"{options.Save}, {new FileInfo(options.Save).Length} bytes; loaded again, its outputs are {(isSame ? "the same, bit for bit" : "others")}");
        }

        if (options.Plot is not null)
        {
            File.WriteAllText(options.Plot, LossPlot.Draw($"{Name(options)}: loss of each tenth step", progress.Losses));
            Line("plot", $"{options.Plot}");
        }

        return isSame;
    }

    private static double Mebi(long bytes) => bytes / (double)(1 << 20);

    private static string Name(TrainDigitsOptions options) => (options.IsConvolutional ? "convolutional network" : "perceptron") + (options.Ratio is null ? "" : ", sketched");

    private static string Describe(TrainDigitsOptions options, Sequential<float> model)
    {
        long stored = model.NamedParameters.Concat(model.NamedStates).Sum(tensor => tensor.Tensor.Length) * sizeof(float);
        string size = string.Create(CultureInfo.InvariantCulture, $"{Name(options)}: {model.ParameterCount} parameters, {stored} bytes");
        if (options.Ratio is null)
        {
            return size;
        }

        SketchedLinear<float>[] sketched = [.. model.Layers.OfType<SketchedLinear<float>>()];
        (long small, long dense) = (sketched.Sum(layer => layer.StoredBytes), sketched.Sum(layer => layer.DenseBytes));
        return string.Create(CultureInfo.InvariantCulture, $"{size}; sketched layers store {small} bytes instead of {dense}, {(double)small / dense:P1}");
    }
}
