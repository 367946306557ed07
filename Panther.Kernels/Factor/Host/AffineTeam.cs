using Panther.Kernels.Gemm.Host;

namespace Panther.Kernels.Factor.Host;

/// <summary>
/// Many short rounds of independent items, spread over threads that stay together for all of them. In every round a thread takes first the
/// items that are its own by number, whose data its cache still holds, and then those that nobody has taken yet.
/// </summary>
internal sealed class AffineTeam : HostTeam, IDisposable
{
    // A cache line each, so that a claim disturbs no other.
    private const int ClaimSpacing = 16;

    private readonly int[] _claims;
    private Action<int>? _work;
    private int _items;
    private int _first;
    private int _round;

    /// <summary>Asks the thread pool for helpers, until <see cref="Dispose"/>.</summary>
    /// <param name="workers">The number of threads, the caller's included.</param>
    /// <param name="mostItems">The largest number of items in a round.</param>
    public AffineTeam(int workers, int mostItems)
    {
        Workers = workers;
        _claims = new int[mostItems * ClaimSpacing];
        Open(workers);
    }

    /// <summary>The number of threads, the caller's included.</summary>
    public int Workers { get; }

    /// <summary>Runs one round and returns when all of its items are done.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="first">The item that the caller takes first; the others' follow it, cyclically.</param>
    /// <param name="work">Does the item of a number; must not throw.</param>
    public void Run(int items, int first, Action<int> work)
    {
        (_work, _items, _first) = (work, items, first);
        _round++;
        RunPhase(items);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <inheritdoc/>
    protected override void Execute(int chunk, int worker)
    {
        // Having a chunk means that an item is left; which one is settled here.
        int item = (_first + worker * _items / Workers) % _items;
        while (!TryTake(ref _claims[item * ClaimSpacing]))
        {
            item = item + 1 < _items ? item + 1 : 0;
        }

        _work!(item);
    }

    private bool TryTake(ref int claim) => Volatile.Read(ref claim) != _round && Interlocked.Exchange(ref claim, _round) != _round;
}
