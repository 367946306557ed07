using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Nn;

// What is in the packages.
string[] faults = [.. Package.All.SelectMany(package => package.Faults(args[0], args[1]))];
foreach (string fault in faults)
{
    Console.WriteLine(fault);
}

// What they do: a decomposition, a kernel on every device, a step of training.
Matrix<double> a = Matrix<double>.Build.Random(500, 20, seed: 1);
Console.WriteLine($"svd of a MathNet matrix: rank {a.RandomizedSvd(rank: 5).Rank}, least squares: {a.SolveLeastSquares(a * Vector<double>.Build.Dense(20, 1.0)).Solution[0]:f6}");

foreach (Device device in Device.All)
{
    using DeviceBuffer<float> values = device.Allocate<float>([1, 2, 3]);
    device.LoadKernel<Index1D, ArrayView<float>, float>(Scale).Launch(device.DefaultStream, 3, values.View, 10f);
    Console.WriteLine($"{device}: {string.Join(", ", values.ToArray())}");
}

var random = new RandomState(seed: 1);
using var model = new Sequential<float>(new SketchedLinear<float>(Device.Default, 32, 16, terms: 1, rank: 2, random), new Linear<float>(Device.Default, 16, 2, random));
using var optimizer = new AdamW<float>(model.Parameters);
using (var tape = new Tape(Device.Default, random))
{
    Tensor<float> loss = model.Forward(tape.Full(1f, [4, 32])).CrossEntropy(tape.CreateIndices([0, 1, 0, 1], [4]));
    optimizer.Step(tape.Gradients(loss, model.Parameters));
    Console.WriteLine($"loss of the first step: {loss.ToScalar():f3}");
}

Console.WriteLine(faults.Length == 0 ? "the packages are right" : $"{faults.Length} faults");
return faults.Length == 0 ? 0 : 1;

static void Scale(Index1D i, ArrayView<float> values, float factor) => values[i] *= factor;
