using Panther.Jit.Runtime;
using Panther.Nn;

namespace TrainDigits;

/// <summary>Trains a network on pictures, and uses it.</summary>
internal static class DigitTraining
{
    private const int BatchSize = 64;

    /// <summary>Trains a network; it ends with averages of its weights.</summary>
    /// <param name="model">The network.</param>
    /// <param name="pictures">What it learns from.</param>
    /// <param name="options">How long, and from which seed.</param>
    /// <param name="progress">Is told of each tenth step.</param>
    /// <param name="cancellationToken">Ends the training; the network is what it is by then.</param>
    public static TrainingResult Run(
        Sequential<float> model, Digits pictures, TrainDigitsOptions options, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // Without the last batch, which is not full, all steps take the same memory.
        var loader = new DataLoader<Digits>(pictures.Labels.Length, BatchSize, pictures.Of, new DataLoaderOptions { Seed = (ulong)options.Seed, DropLast = true });
        long steps = (long)options.Epochs * loader.BatchCount;
        using var optimizer = new AdamW<float>(model.Parameters, new AdamOptions { WeightDecay = 0.01 });
        using var trainer = new Trainer<float, Digits>(model, optimizer, loader, Loss, new TrainerOptions
        {
            Steps = steps,
            LearningRate = step => options.LearningRate * Schedule.WarmUp(step, 50) * Schedule.Cosine(step, steps),
            MaximumNorm = 1,
            AverageDecay = 0.99,
            Seed = (ulong)options.Seed,
        });
        return trainer.Run(progress, cancellationToken);

        Tensor<float> Loss(Tape tape, Digits batch) => model.Forward(Pictures(tape, batch)).CrossEntropy(tape.CreateIndices(batch.Labels, [batch.Labels.Length]));
    }

    /// <summary>What a network gives for pictures: a number for each of the ten digits, the largest for the one it sees.</summary>
    public static float[] Outputs(Sequential<float> model, Device device, Digits pictures)
    {
        using var tape = new Tape(device);
        model.Train(false);
        return model.Forward(Pictures(tape, pictures)).ToArray();
    }

    /// <summary>How many pictures a network's outputs are right about.</summary>
    public static int Right(float[] outputs, Digits pictures)
        => outputs.Chunk(Digits.Classes).Zip(pictures.Labels).Count(picture => Array.IndexOf(picture.First, picture.First.Max()) == picture.Second);

    private static Tensor<float> Pictures(Tape tape, Digits pictures)
        => tape.Create<float>(pictures.Pictures.SelectMany(picture => picture).ToArray(), [pictures.Labels.Length, Digits.Length]);
}
