using System.Globalization;
using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;
using Panther.Jit.Runtime;

namespace CharTransformer;

/// <summary>Prints what is done.</summary>
internal sealed class Report(TextWriter output)
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

    /// <summary>Writes over the present line.</summary>
    public void Progress(long step, int steps, double loss, double speed) =>
        output.Write(Text($"\rstep      {step} of {steps}, loss {loss:F3}, {speed:N0} characters/s").PadRight(LineLength));

    public void Evaluated(Evaluation e, double speed)
    {
        output.Write('\r');
        output.WriteLine(
            Text($"step      {e.Step}: loss {e.TrainingLoss:F4} on training and {e.ValidationLoss:F4} nats/char on validation text, {speed:N0} characters/s").PadRight(LineLength));
    }

    public void Memory(Device device, TrainingRun run) =>
        Line("memory", $"peak {MebiBytes(device.Memory.PeakInUseBytes)} in use; the pool held {MebiBytes(run.EarlyPoolBytes)} after the first steps and holds {MebiBytes(run.PoolBytes)}");

    public void Reloaded(string path, long bytes, double expected, double actual) =>
        Line("reloaded", $"{path}, {MebiBytes(bytes)}: validation loss {actual:R}, {(expected == actual ? "the same to the last bit" : Text($"NOT {expected:R}"))}");

    public void Generated(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private static string MebiBytes(long bytes) => Text($"{bytes / 1048576.0:F1} MiB");

    private void Line(string what, FormattableString text) => output.WriteLine($"{what,-9} {Text(text)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
