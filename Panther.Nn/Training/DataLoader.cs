using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Cuts examples into batches, in an order that follows from seed and epoch alone, and makes some of them ahead in the background.</summary>
/// <typeparam name="TBatch">What a batch is: host memory, such as an array of inputs and one of labels.</typeparam>
public sealed class DataLoader<TBatch>
{
    private readonly Func<int, Func<int, TBatch>> epochs;
    private readonly int prefetch;

    /// <summary>Makes a loader.</summary>
    /// <param name="count">The number of examples.</param>
    /// <param name="batchSize">The examples of a batch.</param>
    /// <param name="collate">Makes a batch of examples, given their numbers. Called in the background, for several batches at once.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no example or no room for one, or the number of batches ahead is negative.</exception>
    public DataLoader(int count, int batchSize, Func<int[], TBatch> collate, DataLoaderOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentNullException.ThrowIfNull(collate);
        options ??= DataLoaderOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegative(options.Prefetch, nameof(options));
        prefetch = options.Prefetch;
        BatchCount = (int)((count + (options.DropLast ? 0L : batchSize - 1)) / batchSize);
        epochs = epoch =>
        {
            int[] order = options.Shuffle ? Shuffled(count, new RandomStream(options.Seed, (uint)epoch)) : [.. Enumerable.Range(0, count)];
            return batch => collate(order.AsSpan(batch * batchSize, Math.Min(batchSize, count - (batch * batchSize))).ToArray());
        };
    }

    /// <summary>Makes a loader of batches that follow from their number, such as places that are drawn from a long text, or examples that are generated.</summary>
    /// <param name="batchCount">The batches that are called an epoch.</param>
    /// <param name="make">Makes a batch, given its number over all epochs, from 0 on: that of its step in a <see cref="Trainer{T, TBatch}"/>. Called in the background, for several batches at once.</param>
    /// <param name="prefetch">The number of batches that are made while another is in use.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no batch, or the number of batches ahead is negative.</exception>
    public DataLoader(int batchCount, Func<long, TBatch> make, int prefetch = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchCount, 1);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        this.prefetch = prefetch;
        BatchCount = batchCount;
        epochs = epoch => batch => make(((long)epoch * batchCount) + batch);
    }

    /// <summary>Gets the number of batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The batches of an epoch, in order. What is made ahead when the enumeration ends early, or is cancelled, is waited for and dropped.</summary>
    /// <param name="epoch">The number of the epoch.</param>
    /// <param name="firstBatch">The number of the first batch: what a resumed run has not seen yet.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the first batch lies beyond the last.</exception>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    /// <remarks>What the function that makes batches throws comes out when the batch is asked for.</remarks>
    public IEnumerable<TBatch> Batches(int epoch, int firstBatch = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchCount);
        return Enumerate(epoch, firstBatch, cancellationToken);
    }

    private IEnumerable<TBatch> Enumerate(int epoch, int firstBatch, CancellationToken cancellationToken)
    {
        Func<int, TBatch> make = epochs(epoch);
        var ahead = new Queue<Task<TBatch>>();
        int next = firstBatch;
        try
        {
            for (int i = firstBatch; i < BatchCount; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (; next < BatchCount && next - i <= prefetch; next++)
                {
                    int batch = next;
                    ahead.Enqueue(Task.Run(() => make(batch), cancellationToken));
                }

                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // No thread calls the function any more once the enumeration is over; what it throws now concerns nobody.
            Task.WhenAll(ahead).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    // Fisher and Yates's shuffle (Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2P); 64 random bits for each place keep its bias below count/2⁶⁴.
    private static int[] Shuffled(int count, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            PhiloxBlock bits = Philox4x32.At(stream, i, 0);
            int other = (int)Math.BigMul(((ulong)bits.Y << 32) | bits.X, (ulong)i + 1, out _);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
