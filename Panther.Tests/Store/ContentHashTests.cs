using System.Text;
using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

public sealed class ContentHashTests
{
    // Verification values of MurmurHash3_x64_128 with seed 0, as published with ports of the algorithm.
    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("hello", "cbd8a7b341bd9b025b1e906a48ae1d19")]
    [InlineData("hello, world", "342fac623a5ebc8e4cdcbc079642414d")]
    [InlineData("The quick brown fox jumps over the lazy dog.", "cd99481f9ee902c9695da1a38987b6e7")]
    public void Of_KnownText_GivesThePublishedHash(string text, string expected) =>
        Assert.Equal(expected, $"{ContentHash.Of(Encoding.ASCII.GetBytes(text)):x32}");
}
