using Panther.Kernels.Factor.Host;

namespace Panther.Tests.Factor.Host;

public sealed class JacobiTournamentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(112)]
    [InlineData(113)]
    [InlineData(266)]
    [InlineData(1025)]
    public void Blocks_AllRounds_BringTogetherEveryTwoRowsOnce(int count)
    {
        var tournament = new JacobiTournament(count);
        var met = new int[count, count];
        for (int round = 0; round < tournament.Rounds; round++)
        {
            var seats = new int[count];
            for (int table = 0; table < tournament.Tables; table++)
            {
                (int upper, int lower) = tournament.Blocks(round, table);
                Assert.True(upper < lower);
                int[] uppers = Rows(tournament, upper), lowers = Rows(tournament, lower);
                Array.ForEach([.. uppers, .. lowers], row => seats[row]++);
                Array.ForEach(uppers, i => Array.ForEach(lowers, j => met[i, j]++));
            }

            Assert.All(seats, x => Assert.Equal(1, x));
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                Assert.Equal(Block(tournament, i) == Block(tournament, j) ? 0 : 1, met[i, j]);
            }
        }
    }

    [Fact]
    public void FirstTable_NextRound_KeepsABlock()
    {
        var tournament = new JacobiTournament(266);
        for (int round = 1; round < tournament.Rounds; round++)
        {
            // The thread at the table before the first one is the exception: it goes round the end.
            for (int thread = 1; thread < tournament.Tables; thread++)
            {
                int[] before = Seats(tournament, round - 1, thread), after = Seats(tournament, round, thread);
                Assert.Single(before.Intersect(after));
            }
        }
    }

    private static int[] Seats(JacobiTournament tournament, int round, int thread)
    {
        (int upper, int lower) = tournament.Blocks(round, (tournament.FirstTable(round) + thread) % tournament.Tables);
        return [upper, lower];
    }

    private static int[] Rows(JacobiTournament tournament, int block)
    {
        (int start, int end) = tournament.Rows(block);
        return [.. Enumerable.Range(start, end - start)];
    }

    private static int Block(JacobiTournament tournament, int row) =>
        Enumerable.Range(0, tournament.Rounds + 1).First(block => tournament.Rows(block).End > row);
}
