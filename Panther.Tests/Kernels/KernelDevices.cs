namespace Panther.Tests.Kernels;

/// <summary>The kinds of devices on which every kernel is held to the same expectations, and the data for that.</summary>
public static class KernelDevices
{
    public static TheoryData<string> All { get; } = ["cpu", "cuda", "opencl"];

    /// <summary>The sizes that catch edges of vectors, warps and tiles.</summary>
    public static int[] OddSizes { get; } = [0, 1, 3, 31, 32, 33, 443, 1025];

    /// <summary>Fixed values in [-1, 1) that are not all representable in a float.</summary>
    public static double[] Values(int count, int seed)
    {
        var random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (2 * random.NextDouble()) - 1;
        }

        return values;
    }

    public static float[] Singles(int count, int seed) => [.. Values(count, seed).Select(x => (float)x)];
}
