using System.Globalization;
using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace CharTransformer;

/// <summary>Prints what is done.</summary>
/// <param name="output">Where to.</param>
/// <param name="isLive">Whether that is a terminal, on which a line may be written over.</param>
internal sealed class Report(TextWriter output, bool isLive)
{
    private const int LineLength = 78;

    public void Start(Device device, CharacterText text, CharTransformerOptions options)
    {
        Line("device", $"{device}");
        Line("text", $"{text.TrainingLength} characters to learn and {text.ValidationLength} to validate, {text.Characters} different, {options.Text ?? "generated"}");
    }

    public void Model(CharacterModel model, CharTransformerOptions options)
    {
        Line("model", $"{options.Layers} layers of width {options.Width}, {options.Heads} heads, context {options.Context}, {model.ParameterCount} parameters");
        HiddenLayers hidden = model.Hidden;
        Line("layers", $"hidden linear layers: {options.Kind}, {hidden.StoredBytes} bytes of {hidden.DenseBytes} if dense ({(double)hidden.StoredBytes / hidden.DenseBytes:P1})");
    }

    public void Resumed(string path, long steps) => Line("resumed", $"{path}, after {steps} steps");

    /// <summary>Writes over the present line, on a terminal.</summary>
    public void Progress(TrainingProgress p, int steps, double speed)
    {
        if (isLive)
        {
            output.Write(Text($"\rstep      {p.Step} of {steps}, loss {p.Loss:F3}, gradient {p.GradientNorm:F2}, {speed:N0} characters/s").PadRight(LineLength));
        }
    }

    public void Evaluated(Evaluation e, double speed)
    {
        string text = Text($"step      {e.Step}: loss {e.TrainingLoss:F4} on training and {e.ValidationLoss:F4} nats/char on validation text, {speed:N0} characters/s");
        output.WriteLine(isLive ? $"\r{text.PadRight(LineLength)}" : text);
    }

    public void End(TrainingResult result, TrainingReport progress)
    {
        if (isLive && result.End == TrainingEnd.Cancelled)
        {
            output.WriteLine();
        }

        Line("trained", $"{result.Steps} steps{(result.End == TrainingEnd.Cancelled ? ", cancelled" : "")}; {Kept(result)}");
        if (progress is { First: { } first, Last: { } last })
        {
            Line("memory", $"{MebiBytes(last.PeakBytes)} at most during a step; taken from the device: {MebiBytes(first.PoolBytes)} by step {first.Step}, {MebiBytes(last.PoolBytes)} by step {last.Step}");
        }
    }

    public void Reloaded(string path, long bytes, double expected, double actual) =>
        Line("reloaded", $"{path}, {MebiBytes(bytes)}: validation loss {actual:R}, {(expected == actual ? "the same to the last bit" : Text($"NOT {expected:R}"))}");

    public void Generated(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private static string Kept(TrainingResult result) => result.BestValidation is { } loss
        ? Text($"the best model is kept, {loss:F4} nats/char after step {result.BestStep}")
        : "no evaluation, so the last model is kept";

    private static string MebiBytes(long bytes) => Text($"{bytes / 1048576.0:F1} MiB");

    private void Line(string what, FormattableString text) => output.WriteLine($"{what,-9} {Text(text)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
