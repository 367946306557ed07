using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>A step, enqueued piece by piece or as a graph.</summary>
public sealed partial class Trainer<T, TBatch>
{
    private readonly Action<TBatch>? send;
    private readonly Func<Tape, Tensor<T>>? capturedLoss;
    private CapturedRandomState? draws;
    private LaunchGraph? graph;

    /// <summary>
    /// Makes a trainer whose step is captured as a graph in the first step and launched as one from then on. A graph always reads the same memory: so <paramref name="send"/> copies a batch into tensors of the
    /// caller's, and <paramref name="loss"/> takes them from there (<see cref="Tape.Use{T}"/>). Its losses are the bits of the other kind of trainer.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="loader">The batches, all of one shape (<see cref="DataLoaderOptions.DropLast"/>).</param>
    /// <param name="send">Copies a batch into tensors without a tape (<see cref="Tensor{T}.CopyFrom"/>), before each step.</param>
    /// <param name="loss">Computes the loss from these tensors, a scalar, on a tape; called once, and may not wait for anything.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">Not just one of steps and epochs is set, the loader has no batch, or the loss cannot be scaled, as for the other kind of trainer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options makes no sense.</exception>
    public Trainer(Module<T> model, Optimizer<T> optimizer, DataLoader<TBatch> loader, Action<TBatch> send, Func<Tape, Tensor<T>> loss, TrainerOptions options)
        : this(model, optimizer, loader, options)
    {
        this.send = send ?? throw new ArgumentNullException(nameof(send));
        capturedLoss = loss ?? throw new ArgumentNullException(nameof(loss));
    }

    private void MakeStep(TBatch batch)
    {
        optimizer.LearningRate = options.LearningRate?.Invoke(Step) ?? optimizer.LearningRate;
        if (send is null)
        {
            Enqueue(batch);
        }
        else
        {
            send(batch);
            Launch();
        }

        average?.Update();
        Step++;
    }

    private void Enqueue(TBatch batch)
    {
        RandomState before = random.Copy();
        try
        {
            using var tape = new Tape(stream, random);
            scaled?.Begin();
            Enqueue(tape, loss!(tape, batch), IsReported(Step + 1), optimizer.Step);
        }
        catch
        {
            // A step that was not made has drawn nothing.
            random = before;
            throw;
        }
    }

    private void Launch()
    {
        if (graph is null)
        {
            draws = new CapturedRandomState(stream, random);
            graph = stream.Capture(recording =>
            {
                using var tape = new Tape(recording, draws);
                Enqueue(tape, capturedLoss!(tape), isReported: true, optimizer.Apply);
            });
        }

        draws!.Advance();
        if (scaled is null)
        {
            optimizer.Advance();
        }
        else
        {
            scaled.Begin();
        }

        graph.Launch(stream);
    }

    private void Enqueue(Tape tape, Tensor<T> value, bool isReported, Action<IReadOnlyList<Tensor<T>>> apply)
    {
        if (!value.RequiresGradient)
        {
            throw new InvalidOperationException("The loss depends on no parameter: it was computed from constants, or while its tape did not record.");
        }

        Tensor<T>[] gradients = scaled?.Gradients(value) ?? tape.Gradients(value, optimizer.Parameters);
        if (isReported)
        {
            tape.Stream.Copy(value.Elements.SubView(0, 1), lastLoss.Elements);
        }

        if (options.MaximumNorm is { } maximum)
        {
            gradients = gradients.ClipByNorm(T.CreateChecked(maximum), out Tensor<T> norm);
            if (isReported)
            {
                tape.Stream.Copy(norm.Elements, lastNorm.Elements);
            }
        }

        if (scaled is null)
        {
            apply(gradients);
        }
        else
        {
            scaled.Apply(gradients);
        }
    }
}
