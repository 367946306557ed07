using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Sketches;

public sealed class TensorSketchTests
{
    public static TheoryData<string> Devices { get; } = ["cpu", "opencl", "cuda"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void PolynomialFeatures_AgreeWithTheSketchOfThePowers(string device)
    {
        Device found = TestDevice.Get(device);
        foreach ((int degree, int length, int rows) in new[] { (1, 9, 7), (2, 9, 33), (3, 5, 16) })
        {
            SketchOperator sketch = new TensorSketch(rows, length, degree).Sample(5, 2);
            double[,] s = SketchFamily.Whole<double>(sketch, TestDevice.Get("cpu"));
            Assert.Equal(s, SketchFamily.Whole<double>(sketch, found));
            double[,] vectors = SketchFamily.Matrix<double>(6, length, degree);
            double[,] powers = new double[sketch.Columns, 6];
            for (int v = 0; v < 6; v++)
            {
                for (int column = 0; column < sketch.Columns; column++)
                {
                    powers[column, v] = 1;
                    for (int rest = column, digit = 0; digit < degree; digit++, rest /= length)
                    {
                        powers[column, v] *= vectors[v, rest % length];
                    }
                }
            }

            using DeviceMatrix<double> stored = DeviceMatrix<double>.Create(found, powers);
            using DeviceMatrix<double> product = sketch.ApplyLeft(stored);
            SketchFamily.AssertProduct(s, powers, product.ToArray());
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                using DeviceMatrix<double> matrix = SketchFamily.Upload(found, vectors, layout);
                using DeviceMatrix<double> features = sketch.PolynomialFeatures(matrix);
                double[,] actual = features.ToArray();
                for (int v = 0; v < 6; v++)
                {
                    // Every product of degree elements is formed once; each factor and convolution sums at most length + rows terms.
                    double norm = Math.Pow(Enumerable.Range(0, length).Sum(j => Math.Abs(vectors[v, j])), degree);
                    double bound = degree * (length + rows + 4) * Math.ScaleB(1, -52) * norm;
                    for (int i = 0; i < rows; i++)
                    {
                        double expected = Enumerable.Range(0, (int)sketch.Columns).Sum(column => s[i, column] * powers[column, v]);
                        Assert.InRange(Math.Abs(actual[v, i] - expected), 0, bound);
                    }
                }
            }
        }
    }

    [Fact]
    public void PolynomialFeatures_OnAverage_GiveTheKernel()
    {
        // Variance at most (2 + 3^q)·‖x‖^2q·‖y‖^2q / rows (Avron, Nguyen and Woodruff 2014); 3.2905 standard deviations of the mean of the seeds.
        Device device = TestDevice.Get("cpu");
        const int Rows = 20;
        const int Seeds = 300;
        double[,] vectors = { { 0.6, 0, 0.8, 0 }, { 0.5, 0.5, 0.5, 0.5 } };
        double sum = 0;
        using DeviceMatrix<double> matrix = DeviceMatrix<double>.Create(device, vectors);
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            using DeviceMatrix<double> features = new TensorSketch(Rows, 4, 2).Sample(seed).PolynomialFeatures(matrix);
            double[,] f = features.ToArray();
            sum += Enumerable.Range(0, Rows).Sum(i => f[0, i] * f[1, i]);
        }

        Assert.InRange(Math.Abs((sum / Seeds) - 0.49), 0, 3.2905 * Math.Sqrt(11d / (Rows * Seeds)));
    }

    [Fact]
    public void TensorSketch_WrongArguments_Throws()
    {
        Device device = TestDevice.Get("cpu");
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorSketch(4, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorSketch(4, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorSketch(4, 1 << 20, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => (new TensorSketch(4, 3, 2) with { Columns = 10 }).Sample(1));
        SketchOperator sketch = new TensorSketch(4, 3, 2).Sample(1);
        using DeviceMatrix<float> matrix = DeviceMatrix<float>.Allocate(device, 2, 4);
        Assert.Throws<ArgumentException>(() => sketch.PolynomialFeatures(matrix));
        Assert.Throws<InvalidOperationException>(() => sketch.Transposed.PolynomialFeatures(matrix));
        Assert.Throws<InvalidOperationException>(() => new CountSketch(4, 4).Sample(1).PolynomialFeatures(matrix));
    }
}
