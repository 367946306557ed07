using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Panther.Core;

/// <summary>Says in the texts of results how large a factor is, whatever its type.</summary>
internal static class FactorText
{
    /// <summary>Returns <c>rows×columns</c>, or the length of a vector.</summary>
    public static string Size(object? factor) => factor switch
    {
        ILinearOperator<float> matrix => Text(matrix.Rows, matrix.Columns),
        ILinearOperator<double> matrix => Text(matrix.Rows, matrix.Columns),
        Matrix<float> matrix => Text(matrix.RowCount, matrix.ColumnCount),
        Matrix<double> matrix => Text(matrix.RowCount, matrix.ColumnCount),
        Vector<float> vector => Text(vector.Count),
        Vector<double> vector => Text(vector.Count),
        IReadOnlyTensor tensor => Text(Array.ConvertAll(tensor.Lengths.ToArray(), length => (long)length)),
        Array array => Text([.. Enumerable.Range(0, array.Rank).Select(i => array.GetLongLength(i))]),
        _ => $"{factor}",
    };

    /// <summary>Returns the largest of a number for each right-hand side; zero where there is none.</summary>
    public static double Largest(double[] values) => values.DefaultIfEmpty().Max();

    private static string Text(params long[] extents) => string.Join('×', extents);
}
