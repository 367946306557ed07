using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class GeneratedPictureTests
{
    [Fact]
    public void Create_SameSeed_GivesSamePictureInRange()
    {
        HostMatrix a = GeneratedPicture.Create(48, 65, seed: 3);

        Assert.Equal(a.Values, GeneratedPicture.Create(48, 65, seed: 3).Values);
        Assert.NotEqual(a.Values, GeneratedPicture.Create(48, 65, seed: 4).Values);
        Assert.All(a.Values, v => Assert.InRange(v, 0, 1));
    }
}
