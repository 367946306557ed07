using System.Diagnostics;
using CharTransformer.Model;
using CharTransformer.Text;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace CharTransformer.Training;

/// <summary>Trains a model: AdamW with weight decay, gradients clipped, a rate that warms up and falls. Everything follows from the number of the step and the random state, so a checkpoint resumes exactly.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int WarmUpSteps = 100;
    private const double LeastRate = 0.1;
    private const float LargestNorm = 1;

    /// <summary>The steps in which kernels are compiled and memory is gathered.</summary>
    private const int FirstSteps = 10;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private readonly Device device;
    private readonly CharacterText text;
    private readonly CharTransformerOptions options;
    private readonly AdamW<float> optimizer;
    private readonly Stopwatch watch = new();
    private readonly Stopwatch sinceReport = Stopwatch.StartNew();
    private RandomState random;
    private long timedSteps;

    /// <summary>Makes an untrained model.</summary>
    public TrainingRun(Device device, CharacterText text, CharTransformerOptions options)
    {
        this.device = device;
        this.text = text;
        this.options = options;
        random = new RandomState((ulong)options.Seed);
        Model = new CharacterModel(device, text.Characters, options, random);
        optimizer = new AdamW<float>(Model.Parameters, new AdamOptions { SecondDecay = 0.99, WeightDecay = 0.1 });
    }

    /// <summary>The model.</summary>
    public CharacterModel Model { get; }

    /// <summary>The steps so far.</summary>
    public long Steps => optimizer.Steps;

    /// <summary>Characters learnt a second, evaluations and the first steps aside.</summary>
    public double CharactersPerSecond => watch.Elapsed > TimeSpan.Zero ? timedSteps * (double)options.Batch * options.Context / watch.Elapsed.TotalSeconds : 0;

    /// <summary>Device memory that the pool held after the first steps, in bytes.</summary>
    public long EarlyPoolBytes { get; private set; }

    /// <summary>Device memory that the pool holds, in bytes; it gives none back by itself, so this is its high-water mark.</summary>
    public long PoolBytes => device.Memory.InUseBytes + device.Memory.PooledBytes;

    /// <summary>Continues a run.</summary>
    public void Load(string path) => random = Checkpoint.Load(path, Model, optimizer);

    /// <summary>Writes what is needed to continue.</summary>
    public void Save(string path) => Checkpoint.Save(path, Model, optimizer, random);

    /// <summary>Trains until the steps are done.</summary>
    /// <param name="report">Receives the number of a step and its loss, a few times a second.</param>
    /// <returns>The evaluations, as they are made: before the first step, every few steps and after the last.</returns>
    public IEnumerable<Evaluation> Run(Action<long, double> report)
    {
        yield return Evaluate();
        long first = Steps;
        int every = options.Evaluate ?? Math.Max(1, options.Steps / 5);
        while (Steps < options.Steps)
        {
            watch.Start();
            bool isEvaluated = (Steps + 1) % every == 0 || Steps + 1 == options.Steps;
            bool isLastOfFirst = Steps + 1 == first + FirstSteps;
            double? loss = Step(isRead: isEvaluated || isLastOfFirst || sinceReport.Elapsed > ReportEvery);
            timedSteps++;
            if (isLastOfFirst)
            {
                (timedSteps, EarlyPoolBytes) = (0, PoolBytes);
                watch.Restart();
            }

            if (loss is not null)
            {
                report(Steps, loss.Value);
                sinceReport.Restart();
            }

            if (isEvaluated)
            {
                watch.Stop();
                yield return Evaluate();
            }
        }
    }

    /// <summary>The loss on the validation text.</summary>
    public double ValidationLoss() => Loss(text.ValidationBatches(options.Batch, options.Context));

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        Model.Dispose();
    }

    private double? Step(bool isRead)
    {
        long step = Steps;
        Model.Train();
        optimizer.LearningRate = options.LearningRate * Schedule.WarmUp(step, WarmUpSteps) * Schedule.Cosine(step, options.Steps, LeastRate);
        using var tape = new Tape(device, random);
        Tensor<float> loss = LossOf(tape, text.Batch(options.Batch, options.Context, step));
        optimizer.Step(tape.Gradients(loss, optimizer.Parameters).ClipByNorm(LargestNorm, out _));
        return isRead ? loss.ToScalar() : null;
    }

    private Evaluation Evaluate() => new(Steps, Loss(text.TrainingBatches(options.Batch, options.Context)), ValidationLoss(), watch.Elapsed.TotalSeconds);

    private double Loss(IEnumerable<(int[] Inputs, int[] Targets)> batches)
    {
        Model.Train(false);
        double sum = 0;
        long count = 0;
        foreach ((int[] Inputs, int[] Targets) batch in batches)
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            sum += LossOf(tape, batch).ToScalar() * (double)batch.Targets.Length;
            count += batch.Targets.Length;
        }

        return sum / count;
    }

    private Tensor<float> LossOf(Tape tape, (int[] Inputs, int[] Targets) batch)
    {
        Shape shape = [batch.Inputs.Length / options.Context, options.Context];
        return Model.Forward(tape.CreateIndices(batch.Inputs, shape)).CrossEntropy(tape.CreateIndices(batch.Targets, shape));
    }
}
