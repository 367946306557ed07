using System.Collections.Concurrent;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class DataLoaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Batches_OfAnEpoch_HoldEachExampleOnceInTheOrderOfSeedAndEpoch(int prefetch)
    {
        int[][] Batches(ulong seed, int epoch, int first = 0)
            => [.. new DataLoader<int[]>(23, 5, numbers => numbers, new DataLoaderOptions { Seed = seed, Prefetch = prefetch }).Batches(epoch, first)];
        int[][] batches = Batches(1, 0);
        Assert.Equal([5, 5, 5, 5, 3], batches.Select(b => b.Length));
        Assert.Equal(Enumerable.Range(0, 23), batches.SelectMany(b => b).Order());
        Assert.Equal(batches, Batches(1, 0));
        Assert.Equal(batches[3..], Batches(1, 0, 3));
        Assert.Empty(Batches(1, 0, 5));
        Assert.NotEqual(batches, Batches(1, 1));
        Assert.NotEqual(batches, Batches(2, 0));
    }

    [Fact]
    public void Batches_UnshuffledWithoutTheLast_AreTheNumbers()
    {
        var loader = new DataLoader<int[]>(7, 3, numbers => numbers, new DataLoaderOptions { Shuffle = false, DropLast = true });
        Assert.Equal(2, loader.BatchCount);
        Assert.Equal([[0, 1, 2], [3, 4, 5]], loader.Batches(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Batches(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Batches(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<int[]>(0, 3, numbers => numbers));
    }

    [Fact]
    public void Batches_ThatFollowFromTheirNumber_GoOnFromEpochToEpoch()
    {
        var loader = new DataLoader<long>(3, number => number * number);
        Assert.Equal(3, loader.BatchCount);
        Assert.Equal([0, 1, 4], loader.Batches(0));
        Assert.Equal([16, 25], loader.Batches(1, 1));
        Assert.Equal(36_000_000L * 1_000_000, loader.Batches(2_000_000).First());
        Assert.Equal([16, 25], new DataLoader<long>(3, number => number * number, prefetch: 0).Batches(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<long>(0, number => number));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<long>(3, number => number, prefetch: -1));
    }

    /// <summary>Each of 6 examples at each of 6 places over 6000 epochs: 1000 times, with a deviation of 29, of which six are allowed.</summary>
    [Fact]
    public void Batches_OverManyEpochs_PutEachExampleEverywhereEquallyOften()
    {
        var loader = new DataLoader<int[]>(6, 6, numbers => numbers, new DataLoaderOptions { Prefetch = 0 });
        int[,] counts = new int[6, 6];
        for (int epoch = 0; epoch < 6000; epoch++)
        {
            int[] order = loader.Batches(epoch).Single();
            for (int i = 0; i < 6; i++)
            {
                counts[i, order[i]]++;
            }
        }

        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 827, 1173));
    }

    [Fact]
    public void Batches_WithPrefetch_MakesThatManyAheadAndNoneAfterTheEnd()
    {
        using var made = new BlockingCollection<int>();
        var loader = new DataLoader<int>(
            10,
            1,
            numbers =>
            {
                made.Add(numbers[0]);
                return numbers[0];
            },
            new DataLoaderOptions { Shuffle = false, Prefetch = 2 });
        using (IEnumerator<int> batches = loader.Batches(0).GetEnumerator())
        {
            Assert.True(batches.MoveNext());
            Assert.Equal(0, batches.Current);
            Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => made.Take()).Order());
        }

        Assert.Empty(made);
    }

    [Fact]
    public void Batches_CancelledOrFailing_Throws()
    {
        using var source = new CancellationTokenSource();
        var loader = new DataLoader<int>(10, 1, numbers => numbers[0] == 6 ? throw new FormatException("six") : numbers[0], new DataLoaderOptions { Shuffle = false });
        var seen = new List<int>();
        Assert.Throws<FormatException>(() =>
        {
            foreach (int batch in loader.Batches(0, 4))
            {
                seen.Add(batch);
            }
        });
        Assert.Equal([4, 5], seen);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int batch in loader.Batches(0, 0, source.Token))
            {
                Assert.InRange(batch, 0, 2);
                if (batch == 2)
                {
                    source.Cancel();
                }
            }
        });
    }
}
