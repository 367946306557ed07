using Panther.Kernels.Factor.Host;

namespace Panther.Tests.Factor.Host;

public sealed class AffineTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Run_ManyRounds_DoesEveryItemOnceInEachBeforeItReturns(int workers)
    {
        var done = new int[16];
        using var team = new AffineTeam(workers, done.Length);
        for (int round = 0; round < 200; round++)
        {
            int items = 1 + round % done.Length;
            Array.Clear(done);
            team.Run(items, round % items, item => Interlocked.Increment(ref done[item]));
            Assert.All(done[..items], x => Assert.Equal(1, x));
            Assert.All(done[items..], x => Assert.Equal(0, x));
        }
    }
}
