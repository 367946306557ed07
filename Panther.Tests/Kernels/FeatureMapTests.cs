using Panther.Jit.Runtime;
using Panther.Kernels.Attention;
using Panther.Tests.Nn;

namespace Panther.Tests.Kernels;

public sealed class FeatureMapTests
{
    private const int Heads = 3;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void OfKeysAndQueries_AnyShape_AreShiftedExponentials(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int features) in ((int, int)[])[(1, 1), (70, 37), (333, 64), (5, 1032)])
        {
            double[] keys = KernelDevices.Values(Heads * rows * features, 1);
            double[] queries = KernelDevices.Values(Heads * rows * features, 2);
            double[] terms = KernelDevices.Values(Heads * rows, 3);
            terms[rows - 1] = double.NegativeInfinity;

            // Of the last head no key may be seen.
            terms.AsSpan(2 * rows).Fill(double.NegativeInfinity);
            using DeviceBuffer<double> keyBuffer = device.Allocate<double>(keys);
            using DeviceBuffer<double> queryBuffer = device.Allocate<double>(queries);
            using DeviceBuffer<double> termBuffer = device.Allocate<double>(terms);
            using DeviceBuffer<double> largestBuffer = device.Allocate<double>(Heads * features);
            var arguments = new FeatureArguments<double>
            {
                Elements = keyBuffer.View,
                Terms = termBuffer.View,
                Largest = largestBuffer.View,
                Heads = Heads,
                Rows = rows,
                Features = features,
            };
            FeatureMaps.OfKeys(device.DefaultStream, arguments);
            FeatureMaps.OfQueries(device.DefaultStream, arguments with { Elements = queryBuffer.View, Terms = default });

            double[] largest = new double[Heads * features];
            for (int i = 0; i < largest.Length; i++)
            {
                largest[i] = Enumerable.Range(0, rows).Max(row => keys[(((i / features * rows) + row) * features) + (i % features)] + terms[(i / features * rows) + row]);
            }

            double[] expectedKeys = new double[keys.Length];
            double[] expectedQueries = new double[keys.Length];
            for (int row = 0; row < Heads * rows; row++)
            {
                int first = row / rows * features;
                double most = Enumerable.Range(0, features).Max(f => queries[(row * features) + f] + largest[first + f]);
                for (int f = 0; f < features; f++)
                {
                    int at = (row * features) + f;
                    double shift = double.IsFinite(largest[first + f]) ? largest[first + f] : 0;
                    expectedKeys[at] = Math.Exp(keys[at] + terms[row] - shift);
                    expectedQueries[at] = Math.Exp(queries[at] + largest[first + f] - (double.IsFinite(most) ? most : 0));
                }
            }

            Assert.Equal(largest, largestBuffer.ToArray());

            // Exponents are exact to a rounding of numbers below 4, and exponentials to 2 ulp.
            Assert.Equal(expectedKeys, keyBuffer.ToArray(), (a, b) => Math.Abs(a - b) <= 2e-15);
            Assert.Equal(expectedQueries, queryBuffer.ToArray(), (a, b) => Math.Abs(a - b) <= 2e-15);
        }
    }
}
