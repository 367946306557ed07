using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("off")]
    [InlineData("OFF")]
    [InlineData("0")]
    public void Find_TurnedOff_GivesNothing(string value) =>
        Assert.Null(Find(("PANTHER_CACHE", value), ("PANTHER_CACHE_DIR", "/tmp/a"), ("HOME", "/home/u"), ("LOCALAPPDATA", "/home/u")));

    [Fact]
    public void Find_DirectoryNamed_IsTaken() =>
        Assert.Equal(Path.GetFullPath("/tmp/a"), Find(("PANTHER_CACHE_DIR", "/tmp/a"), ("HOME", "/home/u")));

    [Fact]
    public void Find_Linux_FollowsTheBaseDirectorySpecification()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("This is the rule of another system.");
        }

        Assert.Equal("/var/cache/u/panther/kernels", Find(("XDG_CACHE_HOME", "/var/cache/u"), ("HOME", "/home/u")));
        Assert.Equal("/home/u/.cache/panther/kernels", Find(("HOME", "/home/u")));
        Assert.Equal("/home/u/.cache/panther/kernels", Find(("XDG_CACHE_HOME", "relative"), ("HOME", "/home/u")));
    }

    [Fact]
    public void Find_NoHome_GivesNothing() => Assert.Null(Find());

    private static string? Find(params (string Name, string Value)[] environment) =>
        StoreLocation.Find(name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
