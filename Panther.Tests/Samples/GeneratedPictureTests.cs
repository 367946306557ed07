using Quickstart.Input;

namespace Panther.Tests.Samples;

public sealed class GeneratedPictureTests
{
    [Fact]
    public void Create_SameSeed_GivesSamePictureInRange()
    {
        float[,] a = GeneratedPicture.Create(48, 65, seed: 3);

        Assert.Equal(a, GeneratedPicture.Create(48, 65, seed: 3));
        Assert.NotEqual(a, GeneratedPicture.Create(48, 65, seed: 4));
        Assert.All(a.Cast<float>(), v => Assert.InRange(v, 0, 1));
    }
}
