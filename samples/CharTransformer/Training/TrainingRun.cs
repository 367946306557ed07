using CharTransformer.Model;
using CharTransformer.Text;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace CharTransformer.Training;

/// <summary>Trains a model: AdamW with weight decay, gradients clipped, a rate that warms up and falls. It ends with the best model on the validation text.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int WarmUpSteps = 100;
    private const double LeastRate = 0.1;

    private readonly Device device;
    private readonly CharacterText text;
    private readonly CharTransformerOptions options;
    private readonly AdamW<float> optimizer;
    private readonly IndexTensor inputs;
    private readonly IndexTensor targets;
    private readonly Trainer<float, (int[] Inputs, int[] Targets)> trainer;

    /// <summary>Makes an untrained model.</summary>
    public TrainingRun(Device device, CharacterText text, CharTransformerOptions options)
    {
        this.device = device;
        this.text = text;
        this.options = options;
        Model = new CharacterModel(device, text.Characters, options, new RandomState((ulong)options.Seed));
        optimizer = new AdamW<float>(Model.Parameters, new AdamOptions { SecondDecay = 0.99, WeightDecay = 0.1 });
        Shape shape = [options.Batch, options.Context];
        inputs = IndexTensor.Create(device, new int[shape.Length], shape, text.Characters);
        targets = IndexTensor.Create(device, new int[shape.Length], shape, text.Characters);

        // An epoch has as many batches as read the text once.
        var loader = new DataLoader<(int[] Inputs, int[] Targets)>(
            Math.Max(1, text.TrainingLength / (options.Batch * options.Context)), number => text.Batch(options.Batch, options.Context, number));
        var how = new TrainerOptions
        {
            Steps = options.Steps,
            LearningRate = step => options.LearningRate * Schedule.WarmUp(step, WarmUpSteps) * Schedule.Cosine(step, options.Steps, LeastRate),
            MaximumNorm = 1,
            Validate = Validate,
            ValidationInterval = options.Evaluate,
            CheckpointPath = options.Checkpoint,
            CheckpointInterval = options.Evaluate,

            // Not what the parameters are drawn from.
            Seed = (ulong)options.Seed + 1,
        };
        trainer = options.IsCaptured
            ? new(Model, optimizer, loader, Send, tape => Model.Forward(tape, inputs).CrossEntropy(targets), how)
            : new(Model, optimizer, loader, Loss, how);
    }

    /// <summary>The model.</summary>
    public CharacterModel Model { get; }

    /// <summary>The steps so far.</summary>
    public long Steps => trainer.Step;

    /// <summary>The last evaluation of the run.</summary>
    public Evaluation? LastEvaluation { get; private set; }

    /// <summary>Goes on from a checkpoint.</summary>
    public void Resume(string path) => trainer.Resume(path);

    /// <summary>Trains until the steps are done.</summary>
    /// <param name="progress">Is told of each tenth step and of each evaluation.</param>
    /// <param name="cancellationToken">Ends the training; the model is the best one by then.</param>
    public TrainingResult Run(IProgress<TrainingProgress> progress, CancellationToken cancellationToken) => trainer.Run(progress, cancellationToken);

    /// <summary>How good the model is at present.</summary>
    public Evaluation Evaluate() => new(
        Steps, MeanLoss(Model, text.TrainingBatches(options.Batch, options.Context)), ValidationLoss(Model));

    /// <summary>The loss of a model on the validation text.</summary>
    public double ValidationLoss(CharacterModel model) => MeanLoss(model, text.ValidationBatches(options.Batch, options.Context));

    /// <inheritdoc/>
    public void Dispose()
    {
        trainer.Dispose();
        optimizer.Dispose();
        inputs.Dispose();
        targets.Dispose();
        Model.Dispose();
    }

    private double Validate()
    {
        LastEvaluation = Evaluate();
        return LastEvaluation.ValidationLoss;
    }

    private double MeanLoss(CharacterModel model, IEnumerable<(int[] Inputs, int[] Targets)> batches)
    {
        model.Train(false);
        double sum = 0;
        long count = 0;
        foreach ((int[] Inputs, int[] Targets) batch in batches)
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            sum += Loss(model, tape, batch).ToScalar() * (double)batch.Targets.Length;
            count += batch.Targets.Length;
        }

        return sum / count;
    }

    private Tensor<float> Loss(Tape tape, (int[] Inputs, int[] Targets) batch) => Loss(Model, tape, batch);

    private Tensor<float> Loss(CharacterModel model, Tape tape, (int[] Inputs, int[] Targets) batch)
    {
        Shape shape = [batch.Inputs.Length / options.Context, options.Context];
        return model.Forward(tape, tape.CreateIndices(batch.Inputs, shape)).CrossEntropy(tape.CreateIndices(batch.Targets, shape));
    }

    private void Send((int[] Inputs, int[] Targets) batch)
    {
        inputs.CopyFrom(batch.Inputs);
        targets.CopyFrom(batch.Targets);
    }
}
