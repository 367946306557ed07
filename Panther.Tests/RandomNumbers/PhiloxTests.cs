using Panther.Kernels.Random;
using Panther.Kernels.Random.Host;

namespace Panther.Tests.RandomNumbers;

public sealed class PhiloxTests
{
    // Random123 1.14, file kat_vectors, lines "philox4x32 10".
    [Theory]
    [InlineData(
        new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 },
        new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, new uint[] { 0xffffffff, 0xffffffff },
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, new uint[] { 0xa4093822, 0x299f31d0 },
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Permute_KnownAnswers_Match(uint[] counter, uint[] key, uint[] expected)
    {
        PhiloxBlock block = Philox4x32.Permute(key[0] | ((ulong)key[1] << 32), new(counter[0], counter[1], counter[2], counter[3]));
        Assert.Equal(new PhiloxBlock(expected[0], expected[1], expected[2], expected[3]), block);
    }

    [Theory]
    [InlineData(0, 0u, 0u, 0u, 0u)]
    [InlineData(ulong.MaxValue, uint.MaxValue, uint.MaxValue - 1, uint.MaxValue, uint.MaxValue)]
    [InlineData(0x299f31d0a4093822, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u)]
    public unsafe void PermuteOnHost_CountersInARow_AreThoseOfTheirOwn(ulong key, uint first, uint second, uint third, uint fourth)
    {
        uint* words = stackalloc uint[4 * HostPhilox.Lanes];
        HostPhilox.Permute(key, first, second, third, fourth, words, HostPhilox.Lanes);
        for (int i = 0; i < HostPhilox.Lanes; i++)
        {
            PhiloxBlock expected = Philox4x32.Permute(key, new(first, second + (uint)i, third, fourth));
            Assert.Equal(expected, new PhiloxBlock(words[i], words[i + HostPhilox.Lanes], words[i + (2 * HostPhilox.Lanes)], words[i + (3 * HostPhilox.Lanes)]));
        }
    }

    [Fact]
    public void At_LargeIndices_HaveCountersOfTheirOwn()
    {
        RandomStream stream = new(7, 3);
        long[] places = [0, 1, 1L << 31, 1L << 32, (1L << 32) + 1, 1L << 40, (1L << 48) - 1];
        HashSet<PhiloxBlock> blocks = [];
        foreach (long row in places)
        {
            foreach (long column in places)
            {
                Assert.True(blocks.Add(Philox4x32.At(stream, row, column)), $"({row}, {column}) repeats a block");
            }
        }

        Assert.DoesNotContain(Philox4x32.At(stream.Next, 0, 0), blocks);
    }

    [Fact]
    public void At_Stream_IsTheLastCounterWord()
    {
        PhiloxBlock expected = Philox4x32.Permute(99, new PhiloxBlock(5, 6, 0, 4));
        Assert.Equal(expected, Philox4x32.At(new RandomStream(99, 4), 5, 6));
    }
}
