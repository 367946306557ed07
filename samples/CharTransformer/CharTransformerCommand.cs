using CharTransformer.Model;
using CharTransformer.Text;
using CharTransformer.Training;
using Panther.Jit.Compilation;
using Panther.Jit.Runtime;

namespace CharTransformer;

/// <summary>The whole program: reads or makes a text, trains a model of it, saves it, loads it again, and writes text with it.</summary>
internal static class CharTransformerCommand
{
    private const int GeneratedCharacters = 100_000;

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            CharTransformerOptions options = CharTransformerOptions.Parse(args);
            if (options.Help)
            {
                output.WriteLine(CharTransformerOptions.Usage);
                return 0;
            }

            return Train(options, new Report(output)) ? 0 : 1;
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine(CharTransformerOptions.Usage);
            return 2;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or DeviceNotFoundException
            or DeviceException or DeviceOutOfMemoryException or KernelCompilationException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    private static bool Train(CharTransformerOptions options, Report report)
    {
        var text = new CharacterText(options.Text is null ? GeneratedText.Create(GeneratedCharacters, seed: 1) : File.ReadAllText(options.Text));
        if (text.ValidationLength <= options.Context)
        {
            throw new UsageException($"A tenth of the text is {text.ValidationLength} characters, no more than the context of {options.Context}.");
        }

        Device device = options.Device is null ? Device.Default : Device.Find(options.Device);
        report.Start(device, text, options);
        using var run = new TrainingRun(device, text, options);
        report.Model(run.Model, options);
        if (options.Load is not null)
        {
            run.Load(options.Load);
            report.Resumed(options.Load, run.Steps);
        }

        Train(run, options, report);
        report.Memory(device, run);
        bool isSame = IsSameWhenReloaded(device, text, options, run, report);
        report.Generated(Generation.Write(device, run.Model, text, options));
        return isSame;
    }

    private static void Train(TrainingRun run, CharTransformerOptions options, Report report)
    {
        using StreamWriter? log = options.Log is null ? null : new StreamWriter(options.Log, append: options.Load is not null);
        if (log is { BaseStream.Length: 0 })
        {
            log.WriteLine("step,training,validation,seconds");
        }

        foreach (Evaluation evaluation in run.Run((step, loss) => report.Progress(step, options.Steps, loss, run.CharactersPerSecond)))
        {
            report.Evaluated(evaluation, run.CharactersPerSecond);
            log?.WriteLine(FormattableString.Invariant($"{evaluation.Step},{evaluation.TrainingLoss:F5},{evaluation.ValidationLoss:F5},{evaluation.Seconds:F2}"));
            log?.Flush();
            if (options.Save is not null)
            {
                run.Save(options.Save);
            }
        }
    }

    /// <summary>Saves the run and loads it into another model, which must have the same loss to the last bit.</summary>
    private static bool IsSameWhenReloaded(Device device, CharacterText text, CharTransformerOptions options, TrainingRun run, Report report)
    {
        string path = options.Save ?? Path.GetTempFileName();
        try
        {
            run.Save(path);
            using var reloaded = new TrainingRun(device, text, options);
            reloaded.Load(path);
            (double expected, double actual) = (run.ValidationLoss(), reloaded.ValidationLoss());
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
