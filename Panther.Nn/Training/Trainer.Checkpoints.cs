using System.Globalization;

namespace Panther.Nn;

/// <summary>Saving and resuming a run.</summary>
public sealed partial class Trainer<T, TBatch>
{
    private const string StepName = "trainer.step";
    private const string ValidatedName = "trainer.validated";
    private const string BestName = "trainer.best";
    private const string BestStepName = "trainer.best_step";
    private const string SinceBestName = "trainer.since_best";
    private const string SkippedName = "trainer.skipped";
    private const string BestPrefix = "best.";

    /// <summary>Saves the state of the run: the checkpoint of model, optimiser, averages and random state, with the best model so far. Waits for what was enqueued.</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <exception cref="InvalidOperationException">The run is over, and the model is not that of the last step any more.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ThrowIfOver();
        var remarks = new Dictionary<string, string>
        {
            [StepName] = Step.ToString(CultureInfo.InvariantCulture),
            [ValidatedName] = validatedStep.ToString(CultureInfo.InvariantCulture),
        };
        IEnumerable<SafetensorsSource<T>> others = ScalerStates.Select(SafetensorsSource<T>.Of);
        if (scaled is not null)
        {
            remarks.Add(SkippedName, scaled.Count().ToString(CultureInfo.InvariantCulture));
        }

        if (BestValidation is { } value)
        {
            remarks.Add(BestName, value.ToString("R", CultureInfo.InvariantCulture));
            remarks.Add(BestStepName, BestStep!.Value.ToString(CultureInfo.InvariantCulture));
            remarks.Add(SinceBestName, validationsSinceBest.ToString(CultureInfo.InvariantCulture));
            others = others.Concat(NamedBest().Select(SafetensorsSource<T>.Of));
        }

        Checkpoint.Save(path, model, optimizer, random, average, others, remarks);
    }

    /// <summary>Goes on from a file that <see cref="Save"/> wrote, or the run itself (<see cref="TrainerOptions.CheckpointPath"/>). Nothing is changed unless the file fits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowOtherOptions">Whether the options of the optimiser may be others than those of the file. Options of the trainer are the program's in any case.</param>
    /// <exception cref="InvalidOperationException">Steps have been made already.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint of a trainer, or of another model, optimiser or average; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void Resume(string path, bool allowOtherOptions = false)
    {
        if (Step > 0 || isOver)
        {
            throw new InvalidOperationException("A run resumes before its first step.");
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        (long step, long validated) = (CheckpointRemarks.Count(file, StepName), CheckpointRemarks.Count(file, ValidatedName));
        bool hasBest = file.Metadata.ContainsKey(BestName);
        (double value, long bestStep, long sinceBest) = hasBest
            ? (CheckpointRemarks.Number(file, BestName), CheckpointRemarks.Count(file, BestStepName), CheckpointRemarks.Count(file, SinceBestName))
            : default;
        string[] others = [.. file.Entries.Keys.Where(name => name.StartsWith(BestPrefix, StringComparison.Ordinal))];
        NamedTensor<T>[] copies = hasBest && best is not null ? NamedBest() : [];
        long skipped = scaled is null ? 0 : CheckpointRemarks.Count(file, SkippedName);
        random = Checkpoint.Load(file, model, optimizer, average, allowOtherOptions, [.. copies, .. ScalerStates], others);
        (Step, validatedStep) = (step, validated);
        scaled?.Restore(skipped);
        if (copies.Length > 0)
        {
            (BestValidation, BestStep, validationsSinceBest) = (value, bestStep, sinceBest);
        }
    }

    private IEnumerable<NamedTensor<T>> ScalerStates => scaled?.States ?? [];

    private NamedTensor<T>[] NamedBest() => [.. best!.Tensors.Select(tensor => tensor with { Name = BestPrefix + tensor.Name })];
}
