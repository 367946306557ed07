namespace Panther.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Framework_Always_IsNet10() => Assert.Equal(10, Environment.Version.Major);
}
