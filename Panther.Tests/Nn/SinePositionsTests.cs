using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class SinePositionsTests
{
    private const int Heads = 2;
    private const int Size = 3;
    private const int Waves = 2;
    private const int Draws = 5;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Encode_QueriesAndKeys_AreTheirFormula(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach (bool hasGates in (bool[])[false, true])
        {
            using var positions = Positions(device, hasGates);
            AssertEncodes(positions, device);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encode_OverManyDraws_HasTheExpectationOfRelativePositions(bool hasGates)
    {
        const int Repeats = 400;
        Device device = TestDevice.Get("cpu");
        using var positions = Positions(device, hasGates);
        Shape shape = [1, Heads, 6, Size];
        double[] q = GradientCheck.Values(shape, 1);
        double[] k = GradientCheck.Values(shape, 2);
        double[] sums = new double[Heads * 36];
        double[] squares = new double[Heads * 36];
        var random = new RandomState(3);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            positions.Redraw(random);
            using var tape = new Tape(device);
            (Tensor<double> query, Tensor<double> key) = positions.Encode(tape.Create<double>(q, shape), tape.Create<double>(k, shape));
            double[] scores = (query.MatMul(key.Transpose()) * (1 / Math.Sqrt(Draws))).ToArray();
            for (int i = 0; i < scores.Length; i++)
            {
                sums[i] += scores[i];
                squares[i] += scores[i] * scores[i];
            }
        }

        double[] frequencies = positions.Frequencies.ToArray();
        double[] offsets = positions.Offsets.ToArray();
        double[] gains = positions.Gains.ToArray();
        double[] gates = Gates(positions);
        for (int i = 0; i < sums.Length; i++)
        {
            (int head, int t, int s) = (i / 36, i / 6 % 6, i % 6);
            double expected = 0;
            for (int d = 0; d < Size; d++)
            {
                double gate = gates[(head * Size) + d];
                double product = q[(((head * 6) + t) * Size) + d] * k[(((head * 6) + s) * Size) + d];
                expected += product * (1 - gate) / Math.Sqrt(Size);
                for (int j = 0; j < Waves; j++)
                {
                    int wave = (((head * Size) + d) * Waves) + j;
                    expected += product * gate * gains[wave] * gains[wave] * Math.Cos((2 * Math.PI * Frequency(frequencies[wave]) * (t - s)) + offsets[wave]) / Math.Sqrt(Size);
                }
            }

            // Five standard errors: one of these 72 means is farther off once in 24,000 seeds.
            double mean = sums[i] / Repeats;
            double deviation = Math.Sqrt(((squares[i] / Repeats) - (mean * mean)) / Repeats);
            Assert.True(Math.Abs(mean - expected) <= 5 * deviation, $"Score {i} is {mean} on average, with a deviation of {deviation}, instead of {expected}.");
        }
    }

    [Fact]
    public void Wave_HasItsDerivatives()
    {
        (double[], Shape)[] inputs =
            [(GradientCheck.Values([2, 3, 2, 1], 1), [2, 3, 2, 1]), (GradientCheck.Values([2, 1, 2, 2], 2), [2, 1, 2, 2]), ([0, 1, 2], [3, 1, 1]), (GradientCheck.Values([2, 1, 2, 2], 3), [2, 1, 2, 2])];
        Device device = TestDevice.Get("cpu");
        GradientCheck.Check(device, x => Elementwise.Apply(new WaveFunction<double>(isSine: false), x[0], x[1], x[2], x[3]), inputs);
        GradientCheck.Check(device, x => Elementwise.Apply(new WaveFunction<double>(isSine: true), x[0], x[1], x[2], x[3]), inputs);
    }

    [Fact]
    public void Encode_OfParameters_GivesThemGradients()
    {
        Device device = TestDevice.Get("cpu");
        using var positions = Positions(device);
        Assert.Equal(["frequencies", "offsets", "gains"], positions.NamedParameters.Select(p => p.Name));
        Assert.Equal(["signals"], positions.NamedStates.Select(p => p.Name));
        Shape shape = [1, Heads, 3, Size];
        using var tape = new Tape(device);
        (Tensor<double> query, Tensor<double> key) = positions.Encode(
            tape.Create<double>(GradientCheck.Values(shape, 1), shape), tape.Create<double>(GradientCheck.Values(shape, 2), shape));
        Tensor<double>[] gradients = tape.Gradients((query * key).Sum(), positions.Parameters);
        Assert.All(gradients, g => Assert.All(g.ToArray(), v => Assert.NotEqual(0, v)));

        // Products of queries and keys are of degree 2 in the gains (Euler): Σ λ·∂y/∂λ = 2·y.
        double along = (gradients[2] * tape.Use(positions.Gains)).Sum().ToScalar();
        Assert.Equal(2 * (query * key).Sum().ToScalar(), along, 1e-12);
    }

    [Fact]
    public void Encode_OfGates_GivesThemTheGradientsOfDifferences()
    {
        Device device = TestDevice.Get("cpu");
        using var positions = Positions(device, hasGates: true);
        Assert.Equal(["frequencies", "offsets", "gains", "gates"], positions.NamedParameters.Select(p => p.Name));
        Assert.Equal(["signals", "constants"], positions.NamedStates.Select(p => p.Name));
        double[] gates = positions.Gates!.ToArray();
        double[] gradient = Product(gates).Gradient;
        for (int i = 0; i < gates.Length; i++)
        {
            double[] above = [.. gates];
            double[] below = [.. gates];
            above[i] += 1e-5;
            below[i] -= 1e-5;

            // Central differences of numbers of magnitude 1 err by some 1e-10.
            Assert.Equal((Product(above).Value - Product(below).Value) / 2e-5, gradient[i], 1e-8);
        }

        // Where gates are shut their gradient is 0, and not NaN.
        double[] shut = [.. gates.Select(_ => -2000.0)];
        Assert.All(Product(shut).Gradient, v => Assert.Equal(0, v));

        (double Value, double[] Gradient) Product(double[] raw)
        {
            positions.Gates!.CopyFrom(raw);
            Shape shape = [1, Heads, 3, Size];
            using var tape = new Tape(device);
            (Tensor<double> query, Tensor<double> key) = positions.Encode(
                tape.Create<double>(GradientCheck.Values(shape, 1), shape), tape.Create<double>(GradientCheck.Values(shape, 2), shape));
            Tensor<double> sum = (query * key).Sum();
            return (sum.ToScalar(), tape.Gradient(sum, positions.Gates).ToArray());
        }
    }

    [Fact]
    public void Redraw_WithGates_DrawsConstantsToo()
    {
        using var positions = Positions(TestDevice.Get("cpu"), hasGates: true);
        double[] signals = positions.Signals.ToArray();
        double[] constants = positions.Constants!.ToArray();
        positions.Redraw(new RandomState(2));
        Assert.All(signals.Zip(positions.Signals.ToArray()), p => Assert.NotEqual(p.First, p.Second));
        Assert.All(constants.Zip(positions.Constants.ToArray()), p => Assert.NotEqual(p.First, p.Second));
    }

    [Fact]
    public void BadArguments_Throw()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinePositions<float>(device, 1, 2, 0, 4, new RandomState(1)));
        using var positions = Positions(device);
        using var tape = new Tape(device);
        Tensor<double> x = tape.Zeros<double>([1, Heads, 3, Size]);
        Assert.Throws<ArgumentException>(() => positions.Encode(x, tape.Zeros<double>([1, Heads, 3, Size + 1])));
        using Tensor<double> outside = Tensor<double>.Create(device, new double[Heads * Size], [1, Heads, 1, Size]);
        Assert.Throws<ArgumentException>(() => positions.Encode(outside, outside));
    }

    /// <summary>Positions whose parameters are all of magnitude 1.</summary>
    private static SinePositions<double> Positions(Device device, bool hasGates = false)
    {
        var positions = new SinePositions<double>(device, Heads, Size, Waves, Draws, new RandomState(1), hasGates);
        positions.Gates?.CopyFrom(GradientCheck.Values(positions.Gates.Shape, 14));
        positions.Frequencies.CopyFrom(GradientCheck.Values(positions.Frequencies.Shape, 11));
        positions.Offsets.CopyFrom(GradientCheck.Values(positions.Offsets.Shape, 12));
        positions.Gains.CopyFrom(GradientCheck.Values(positions.Gains.Shape, 13));
        return positions;
    }

    private static void AssertEncodes(SinePositions<double> positions, Device device)
    {
        Shape queries = [2, Heads, 4, Size];
        Shape keys = [2, Heads, 7, Size];
        double[] q = GradientCheck.Values(queries, 1);
        double[] k = GradientCheck.Values(keys, 2);
        using var tape = new Tape(device);
        (Tensor<double> query, Tensor<double> key) = positions.Encode(tape.Create<double>(q, queries), tape.Create<double>(k, keys));
        double[] offsets = positions.Offsets.ToArray();

        // Numbers of magnitude 1 to some roundings.
        Assert.Equal(Encoded(positions, q, queries, offsets), query.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
        Assert.Equal(Encoded(positions, k, keys, new double[offsets.Length]), key.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-13);
    }

    /// <summary>The gates of all elements; open where there are none.</summary>
    private static double[] Gates(SinePositions<double> positions)
        => positions.Gates is null ? [.. Enumerable.Repeat(1.0, Heads * Size)] : [.. positions.Gates.ToArray().Select(raw => 1 / (1 + Math.Exp(-raw)))];

    private static double Frequency(double raw) => 0.5 / (1 + Math.Exp(-raw));

    private static double[] Encoded(SinePositions<double> positions, double[] x, Shape shape, double[] offsets)
    {
        double[] frequencies = positions.Frequencies.ToArray();
        double[] gains = positions.Gains.ToArray();
        double[] signals = positions.Signals.ToArray();
        double[] gates = Gates(positions);
        double[] constants = positions.Constants?.ToArray() ?? new double[Heads * Size * Draws];
        int length = (int)shape[2];
        double[] result = new double[2 * Heads * length * Draws];
        for (int row = 0; row < 2 * Heads * length; row++)
        {
            (int head, int t) = (row / length % Heads, row % length);
            for (int r = 0; r < Draws; r++)
            {
                for (int d = 0; d < Size; d++)
                {
                    int element = (head * Size) + d;
                    result[(row * Draws) + r] += x[(row * Size) + d] * Math.Sqrt(1 - gates[element]) * constants[(element * Draws) + r] / Math.Pow(Draws * Size, 0.25);
                    for (int j = 0; j < Waves; j++)
                    {
                        int wave = (((head * Size) + d) * Waves) + j;
                        double phase = (2 * Math.PI * Frequency(frequencies[wave]) * t) + offsets[wave];
                        double signal = (Math.Cos(phase) * signals[(wave * Draws) + r]) + (Math.Sin(phase) * signals[(((Heads * Size * Waves) + wave) * Draws) + r]);
                        result[(row * Draws) + r] += x[(row * Size) + d] * Math.Sqrt(gates[element]) * gains[wave] * signal / Math.Pow(Draws * Size, 0.25);
                    }
                }
            }
        }

        return result;
    }
}
