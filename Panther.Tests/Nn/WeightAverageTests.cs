using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

public sealed class WeightAverageTests
{
    private const double Decay = 0.7;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Update_ManyParameters_IsTheWeightedMean(string kind)
    {
        Device device = TestDevice.Get(kind);
        int[] lengths = [.. Enumerable.Range(0, 18).Select(i => i == 5 ? 3000 : 1 + (11 * i))];
        Tensor<double>[] parameters = [.. lengths.Select((n, i) => Tensor<double>.Create(device, GradientCheck.Values([n], i), [n]))];
        using var average = new WeightAverage<double>(parameters, Decay);
        double[][] sums = [.. lengths.Select(n => new double[n])];
        double weights = 0;
        for (int step = 1; step <= 6; step++)
        {
            weights = (Decay * weights) + 1;
            for (int i = 0; i < lengths.Length; i++)
            {
                double[] values = GradientCheck.Values([lengths[i]], (100 * step) + i);
                parameters[i].CopyFrom(values);
                sums[i] = [.. sums[i].Zip(values, (sum, x) => (Decay * sum) + x)];
            }

            average.Update();
        }

        double[][] last = [.. parameters.Select(p => p.ToArray())];
        average.Swap();
        Assert.True(average.IsSwapped);
        for (int i = 0; i < lengths.Length; i++)
        {
            // Numbers below 1, six updates: some roundings.
            Assert.Equal(sums[i].Select(sum => sum / weights), parameters[i].ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        }

        Assert.Throws<InvalidOperationException>(average.Update);
        average.Swap();
        Assert.Equal(last, parameters.Select(p => p.ToArray()));
        Array.ForEach(parameters, p => p.Dispose());
    }

    [Fact]
    public void WeightAverage_WrongArguments_Throw()
    {
        Device device = TestDevice.Get("cpu");
        using Tensor<float> parameter = Tensor<float>.Create(device, [1, 2, 3, 4], [2, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage<float>([parameter], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage<float>([parameter], 0));
        Assert.Throws<ArgumentException>(() => new WeightAverage<float>([], 0.5));
        Assert.Throws<ArgumentException>(() => new WeightAverage<float>([parameter.Transpose()], 0.5));
        using var average = new WeightAverage<float>([parameter], 0.5);
        average.Swap();
        Assert.Equal([1, 2, 3, 4], parameter.ToArray());
    }
}
