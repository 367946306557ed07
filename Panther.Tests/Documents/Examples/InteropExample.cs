using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/interop.md shows.</summary>
internal static class InteropExample
{
    public static void Run()
    {
        // MathNet matrices: extension methods, results as MathNet matrices and vectors.
        Matrix<double> a = Matrix<double>.Build.Random(500, 20, seed: 1);
        Vector<double> b = a * Vector<double>.Build.Dense(20, 1.0);
        var svd = a.RandomizedSvd(rank: 5);
        var qr = a.CholeskyQr();
        Vector<double> solution = a.SolveLeastSquares(b).Solution;
        Matrix<double> back = qr.Q * qr.R;

        // Tensors: the same, with tensors as results. The first dimension is the row.
        Tensor<float> tensor = Tensor.Create(new float[500 * 20], [500, 20]);
        Tensor<float> values = tensor.RandomizedSvd(rank: 5).S;

        // Arrays, and spans in either layout.
        double[,] array = a.ToArray();
        var ofArray = RandomizedSvd.Compute(array, rank: 5);
        var ofSpan = RandomizedSvd.Compute<double>(a.ToColumnMajorArray(), 500, 20, MatrixLayout.ColumnMajor, rank: 5);

        // What is used more than once goes to the device once.
        using DeviceMatrix<double> onDevice = a.ToDevice(Device.Default);
        using DeviceSvdResult<double> stays = RandomizedSvd.Compute(onDevice, rank: 5);
        Matrix<double> u = stays.U.ToMathNet();

        Console.WriteLine($"{svd.S[0]:F6} {ofArray.S[0]:F6} {ofSpan.S[0]:F6} {stays.S[0]:F6} {values[0]} {solution[0]:F6} {back.RowCount} {u.ColumnCount}");
    }
}
