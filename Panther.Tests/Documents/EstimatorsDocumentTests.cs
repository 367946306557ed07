using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Core;

namespace Panther.Tests.Documents;

/// <summary>The code that docs/estimators.md shows.</summary>
public sealed class EstimatorsDocumentTests
{
    [Fact]
    public void Example_OfTheDocument_EstimatesWhatItSays()
    {
        double[] spectrum = [.. Enumerable.Range(1, 100).Select(i => 1.0 / i)];
        double[,] values = SpectrumMatrix.Create(2000, 100, spectrum, 1);

        using DeviceMatrix<double> a = DeviceMatrix<double>.Create(Device.Default, values);

        // tr AᵀA, from 60 products: trace.Trace ± trace.ErrorEstimate.
        TraceEstimatorResult trace = TraceEstimator.Compute(new Gram(a), products: 60, new TraceEstimatorOptions { Method = TraceMethod.XNysTrace });

        // ‖A‖₂ lies between norm.LowerBound and norm.UpperBound with probability norm.Confidence.
        NormEstimatorResult norm = NormEstimator.Spectral(a);

        // Which rows to sample, for least squares on a fifth of them.
        using DeviceLeverageScoresResult leverage = LeverageScores.Approximate(a);
        var weights = new double[a.Rows];
        leverage.Scores.CopyTo(weights);
        SketchOperator sampling = new RowSamplingSketch(400, weights).Sample(seed: 1);
        using DeviceMatrix<double> rows = sampling.ApplyLeft(a);

        Assert.InRange(Math.Abs(trace.Trace - spectrum.Sum(v => v * v)), 0, 5 * trace.ErrorEstimate);
        Assert.InRange(1, norm.LowerBound * (1 - 1e-12), norm.UpperBound);
        Assert.Equal((400, 100), (rows.Rows, rows.Columns));
        Assert.Equal(100, weights.Sum(), 1e-6);
    }

    private sealed class Gram(DeviceMatrix<double> a) : ILinearOperator<double>
    {
        public long Rows => a.Columns;

        public long Columns => a.Columns;

        public Device Device => a.Device;

        public void Multiply(DeviceMatrix<double> panel, DeviceMatrix<double> destination)
        {
            using DeviceMatrix<double> image = DeviceMatrix<double>.Allocate(Device, a.Rows, panel.Columns);
            a.Multiply(panel, image);
            a.MultiplyTransposed(image, destination);
        }

        public void MultiplyTransposed(DeviceMatrix<double> panel, DeviceMatrix<double> destination) => Multiply(panel, destination);
    }
}
