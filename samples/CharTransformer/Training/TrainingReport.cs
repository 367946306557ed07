using Panther.Nn;

namespace CharTransformer.Training;

/// <summary>Shows where a run is, and keeps a log of its evaluations.</summary>
/// <param name="run">The run.</param>
/// <param name="report">Where it is shown.</param>
/// <param name="options">The length of the run, and of its steps.</param>
/// <param name="log">Receives a line for each evaluation, if there is one.</param>
internal sealed class TrainingReport(TrainingRun run, Report report, CharTransformerOptions options, TextWriter? log) : IProgress<TrainingProgress>
{
    /// <summary>The first report, after the steps in which kernels are compiled and memory is gathered.</summary>
    public TrainingProgress? First { get; private set; }

    /// <summary>The last report.</summary>
    public TrainingProgress? Last { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        First ??= value;
        Last = value;
        TimeSpan elapsed = value.Elapsed - First.Elapsed;
        double steps = elapsed > TimeSpan.Zero ? (value.Step - First.Step) / elapsed.TotalSeconds : value.StepsPerSecond;
        double speed = steps * options.Batch * options.Context;
        if (run.LastEvaluation is { } evaluation && evaluation.Step == value.Step)
        {
            Evaluated(evaluation, speed, elapsed);
        }
        else
        {
            report.Progress(value, options.Steps, speed);
        }
    }

    /// <summary>Shows an evaluation, and writes it to the log.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="speed">The characters learnt a second.</param>
    /// <param name="elapsed">The time spent on training since the first report.</param>
    public void Evaluated(Evaluation evaluation, double speed, TimeSpan elapsed)
    {
        report.Evaluated(evaluation, speed);
        log?.WriteLine(FormattableString.Invariant($"{evaluation.Step},{evaluation.TrainingLoss:F5},{evaluation.ValidationLoss:F5},{elapsed.TotalSeconds:F2}"));
        log?.Flush();
    }
}
