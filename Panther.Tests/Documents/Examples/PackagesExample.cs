using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that the pages of the packages Panther.Core and Panther.Nn show; that of Panther.Jit is in <see cref="WritingKernelsExample"/>.</summary>
internal static class PackagesExample
{
    public static void Core()
    {
        Matrix<double> a = Matrix<double>.Build.Random(2000, 60, seed: 1);
        Vector<double> b = a * Vector<double>.Build.Dense(60, 1.0);
        var svd = a.RandomizedSvd(rank: 10);                        // svd.U, svd.S, svd.V, svd.RelativeErrorEstimate
        var qr = a.CholeskyQr();                                    // qr.Q * qr.R = a[:, qr.Permutation], qr.Rank
        Vector<double> x = a.SolveLeastSquares(b).Solution;         // ones

        // The condition number is about 1.4, so errors are some ε times the norms.
        Assert.Equal((10, 60), (svd.S.Count, qr.Rank));
        Assert.All(x, value => Assert.Equal(1, value, 1e-12));
    }

    public static void Nn()
    {
        float[] points = [1, 0, 0, 1];
        int[] labels = [0, 1];
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Device device = Device.Default;
        var random = new RandomState(seed: 1);
        using var model = new Sequential<float>(
            new Linear<float>(device, 2, 32, random),
            new Activation<float>(x => x.Relu()),
            new SketchedLinear<float>(device, 32, 32, terms: 1, rank: 8, random),      // or new Linear<float>(device, 32, 32, random)
            new Activation<float>(x => x.Relu()),
            new Linear<float>(device, 32, 2, random));
        using var optimizer = new AdamW<float>(model.Parameters);
        for (int step = 0; step < 10; step++)
        {
            using var tape = new Tape(device, random);
            Tensor<float> logits = model.Forward(tape.Create<float>(points, [labels.Length, 2]));
            Tensor<float> loss = logits.CrossEntropy(tape.CreateIndices(labels, [labels.Length]));
            optimizer.Step(tape.Gradients(loss, model.Parameters));
        }

        model.Save(path);                                                              // safetensors; model.Load(path) reads it

        model.Load(path);
        File.Delete(path);
        Assert.Equal(10, optimizer.Steps);
    }
}
