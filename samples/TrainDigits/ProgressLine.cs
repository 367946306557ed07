using System.Globalization;
using Panther.Nn;

namespace TrainDigits;

/// <summary>Shows where the training is, on one line of a terminal or on a line a tenth of the run, and keeps the losses.</summary>
/// <param name="output">Where it is shown.</param>
/// <param name="isLive">Whether that is a terminal.</param>
/// <param name="epochs">The epochs of the run.</param>
internal sealed class ProgressLine(TextWriter output, bool isLive, int epochs) : IProgress<TrainingProgress>
{
    private readonly List<(long Step, double Loss)> losses = [];
    private int shown = -1;

    /// <summary>Gets the losses so far.</summary>
    public IReadOnlyList<(long Step, double Loss)> Losses => losses;

    /// <summary>Gets the first report, which is that of the tenth step.</summary>
    public TrainingProgress? First { get; private set; }

    /// <summary>Gets the last report.</summary>
    public TrainingProgress? Last { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        First ??= value;
        Last = value;
        losses.Add((value.Step, value.Loss));
        int part = value.Epoch * 10 / epochs;
        if (!isLive && part == shown)
        {
            return;
        }

        shown = part;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"training  epoch {value.Epoch + 1} of {epochs}, step {value.Step}: loss {value.Loss:F4}, gradient {value.GradientNorm:F2}, {value.StepsPerSecond:F0} steps/s");
        if (isLive)
        {
            output.Write($"\r{text,-100}");
        }
        else
        {
            output.WriteLine(text);
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (isLive)
        {
            output.WriteLine();
        }
    }
}
