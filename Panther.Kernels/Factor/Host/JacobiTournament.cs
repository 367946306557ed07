namespace Panther.Kernels.Factor.Host;

/// <summary>Who meets whom when a number of rows, cut into blocks, plays a round-robin tournament: every two blocks meet once.</summary>
/// <remarks>
/// With m rounds (m odd), the blocks x and y below m meet in round x + y mod m at table x - y mod m, up to its sign, and block m meets the
/// one that would meet itself. Table d of an even round and table d - 1 of the next have a block in common, so that a thread that changes
/// from the one to the other finds half of its rows in its cache.
/// </remarks>
internal sealed class JacobiTournament
{
    public static int BlockRows = 16;
    public static int WholeRows = 96;

    private readonly int _count;
    private readonly int _block;

    /// <summary>Cuts the rows.</summary>
    /// <param name="count">The number of rows.</param>
    public JacobiTournament(int count)
    {
        _count = count;
        _block = count <= WholeRows ? Math.Max(count, 1) : BlockRows;
        Rounds = ((Math.Max(count, 1) + _block - 1) / _block - 1) | 1;
    }

    /// <summary>The number of rounds.</summary>
    public int Rounds { get; }

    /// <summary>The number of meetings in a round.</summary>
    public int Tables => (Rounds + 1) / 2;

    /// <summary>The table of a round that the thread at table 0 of round 0 should be at.</summary>
    /// <param name="round">The round.</param>
    public int FirstTable(int round) => int.IsEvenInteger(round) ? 0 : Tables - 1;

    /// <summary>The two blocks that meet, the one of the longer rows first.</summary>
    /// <param name="round">The round.</param>
    /// <param name="table">The table.</param>
    public (int Upper, int Lower) Blocks(int round, int table)
    {
        // The halves of round + table and round - table: twice Tables is one more than Rounds.
        int x = (round + table) * Tables % Rounds, y = (round - table + Rounds) * Tables % Rounds;
        return table == 0 ? (x, Rounds) : (Math.Min(x, y), Math.Max(x, y));
    }

    /// <summary>The places of a block's rows in the order; none where the last block only fills up the table.</summary>
    /// <param name="block">The block.</param>
    public (int Start, int End) Rows(int block) => (Math.Min(block * _block, _count), Math.Min((block + 1) * _block, _count));
}
