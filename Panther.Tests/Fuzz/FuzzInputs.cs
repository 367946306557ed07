namespace Panther.Tests.Fuzz;

/// <summary>The arguments of a fuzzed launch, the same for every kernel, and room for its results.</summary>
internal sealed class FuzzInputs
{
    public const int Threads = 37;

    public const int P = 11;

    public const float Q = -2.75f;

    public int[] Ints { get; } = new int[KernelShape.InputLength];

    public long[] Longs { get; } = new long[KernelShape.InputLength];

    public float[] Floats { get; } = new float[KernelShape.InputLength];

    public double[] Doubles { get; } = new double[KernelShape.InputLength];

    public FuzzInputs()
    {
        var random = new Random(77);
        for (int i = 0; i < KernelShape.InputLength; i++)
        {
            Ints[i] = i % 3 == 0 ? random.Next(-20, 20) : random.Next(int.MinValue, int.MaxValue);
            Longs[i] = i % 3 == 0 ? random.Next(-20, 20) : random.NextInt64(long.MinValue, long.MaxValue);
            Floats[i] = (float)Float(random, i);
            Doubles[i] = Float(random, i);
        }
    }

    private static double Float(Random random, int i) => (i % 8) switch
    {
        0 => random.Next(-9, 9),
        1 => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-60, 60)),
        2 => random.Next(20) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => -0.0, _ => random.NextDouble() * 1e9 },
        _ => (random.NextDouble() - 0.5) * 100,
    };
}

/// <summary>What a launch has written.</summary>
internal sealed class FuzzResults
{
    public long[] Ints { get; } = new long[FuzzInputs.Threads * KernelShape.Slots];

    public double[] Floats { get; } = new double[FuzzInputs.Threads * KernelShape.Slots];

    /// <summary>Returns the first difference, all NaNs taken as one, or null.</summary>
    public string? Compare(FuzzResults other)
    {
        for (int i = 0; i < Ints.Length; i++)
        {
            if (Ints[i] != other.Ints[i])
            {
                return $"thread {i / KernelShape.Slots}, outInts slot {i % KernelShape.Slots}: {other.Ints[i]} instead of {Ints[i]}";
            }

            bool same = BitConverter.DoubleToInt64Bits(Floats[i]) == BitConverter.DoubleToInt64Bits(other.Floats[i])
                || (double.IsNaN(Floats[i]) && double.IsNaN(other.Floats[i]));
            if (!same)
            {
                return $"thread {i / KernelShape.Slots}, outFloats slot {i % KernelShape.Slots}: {other.Floats[i]:R} instead of {Floats[i]:R}";
            }
        }

        return null;
    }
}
