using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;
using Panther.Jit.Runtime;
using Panther.Nn;
using Samples;

namespace CharTransformer;

/// <summary>The whole program: reads or makes a text, trains a model of it, saves it, loads it again, and writes text with it.</summary>
internal static class CharTransformerCommand
{
    private const int GeneratedCharacters = 100_000;

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, bool isLive, CancellationToken cancellationToken)
        => CharTransformerOptions.CommandLine.Run(args, output, error, options => Train(options, new Report(output, isLive), cancellationToken));

    private static bool Train(CharTransformerOptions options, Report report, CancellationToken cancellationToken)
    {
        if (options.Width % options.Heads != 0)
        {
            throw new UsageException($"{options.Heads} heads do not divide a width of {options.Width}.");
        }

        var text = new CharacterText(options.Text is null ? GeneratedText.Create(GeneratedCharacters, seed: 1) : File.ReadAllText(options.Text));
        if (text.ValidationLength <= options.Context)
        {
            throw new UsageException($"A tenth of the text is {text.ValidationLength} characters, no more than the context of {options.Context}.");
        }

        Device device = options.Device is null ? Device.Default : Device.Find(options.Device);
        report.Start(device, text, options);
        using var run = new TrainingRun(device, text, options);
        report.Model(run.Model, options);
        Train(run, options, report, cancellationToken);
        bool isSame = IsSameWhenReloaded(device, text, options, run, report);
        report.Generated(Generation.Write(device, run.Model, text, options));
        return isSame;
    }

    private static void Train(TrainingRun run, CharTransformerOptions options, Report report, CancellationToken cancellationToken)
    {
        bool isResumed = File.Exists(options.Checkpoint);
        if (isResumed)
        {
            run.Resume(options.Checkpoint!);
            report.Resumed(options.Checkpoint!, run.Steps);
        }

        using StreamWriter? log = options.Log is null ? null : new StreamWriter(options.Log, append: isResumed);
        if (log is { BaseStream.Length: 0 })
        {
            log.WriteLine("step,training,validation,seconds");
        }

        var progress = new TrainingReport(run, report, options, log);
        if (!isResumed)
        {
            progress.Evaluated(run.Evaluate(), speed: 0, TimeSpan.Zero);
        }

        report.End(run.Run(progress, cancellationToken), progress);
    }

    /// <summary>Saves the model and loads it into another one, which must have the same loss to the last bit.</summary>
    private static bool IsSameWhenReloaded(Device device, CharacterText text, CharTransformerOptions options, TrainingRun run, Report report)
    {
        string path = options.Save ?? Path.GetTempFileName();
        try
        {
            run.Model.Save(path);
            using var reloaded = new CharacterModel(device, text.Characters, options, new RandomState((ulong)options.Seed + 1));
            reloaded.Load(path);
            (double expected, double actual) = (run.ValidationLoss(run.Model), run.ValidationLoss(reloaded));
            report.Reloaded(path, new FileInfo(path).Length, expected, actual);
            return expected == actual;
        }
        finally
        {
            if (options.Save is null)
            {
                File.Delete(path);
            }
        }
    }
}
