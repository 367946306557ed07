using Panther.Kernels.Launch;

namespace Panther.Tests.Kernels;

public class LaneGridTests
{
    [Fact]
    public void OfEightAndOfFour_LanesOfAWarp_CoverAGrid()
    {
        (int, int)[] places = [.. Enumerable.Range(0, 32).Select(lane => (LaneGrid.OfEight(lane), LaneGrid.OfFour(lane)))];
        Assert.Equal(32, places.Distinct().Count());
        Assert.All(places, place => Assert.True(place is ( >= 0 and < 8, >= 0 and < 4), $"{place}"));
    }

    /// <summary>Attention joins a row by exchanges between lanes that differ in these bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void OfFour_LanesThatDifferInABitOfTheOtherNumber_Agree(int bit) =>
        Assert.All(Enumerable.Range(0, 32), lane => Assert.Equal(LaneGrid.OfFour(lane), LaneGrid.OfFour(lane ^ bit)));

    [Fact]
    public void OfEight_ThreadsOfOtherWarps_AreThoseOfTheFirst() =>
        Assert.All(Enumerable.Range(0, 512), thread => Assert.Equal((LaneGrid.OfEight(thread % 32), LaneGrid.OfFour(thread % 32)), (LaneGrid.OfEight(thread), LaneGrid.OfFour(thread))));
}
