using System.Numerics;
using Panther.Core;

namespace Quickstart.Checks;

/// <summary>The rank-k matrix U·diag(S)·Vᵀ, formed row by row on the host.</summary>
internal sealed class Approximation
{
    private readonly float[] _scaledLeft;
    private readonly float[] _rightRows;

    /// <summary>Takes the factors of a decomposition: U m×k, S k values, V n×k.</summary>
    public Approximation(RandomizedSvdResult<float[,], float[]> svd)
    {
        Rank = svd.S.Length;
        Rows = svd.U.GetLength(0);
        Columns = svd.V.GetLength(0);

        _scaledLeft = new float[Rows * Rank];
        for (int i = 0; i < Rows; i++)
        {
            for (int r = 0; r < Rank; r++)
            {
                _scaledLeft[i * Rank + r] = svd.U[i, r] * svd.S[r];
            }
        }

        _rightRows = new float[Rank * Columns];
        for (int j = 0; j < Columns; j++)
        {
            for (int r = 0; r < Rank; r++)
            {
                _rightRows[r * Columns + j] = svd.V[j, r];
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Rank { get; }

    /// <summary>‖A − U·diag(S)·Vᵀ‖ / ‖A‖ in the Frobenius norm, its squares summed in double precision; 0 for a zero matrix reproduced exactly.</summary>
    public double RelativeError(float[,] matrix)
    {
        double[] residual = new double[Rows], norm = new double[Rows];
        Parallel.For(0, Rows, () => new float[Columns], (i, _, row) =>
        {
            FillRow(i, row);
            for (int j = 0; j < row.Length; j++)
            {
                double difference = (double)matrix[i, j] - row[j];
                residual[i] += difference * difference;
                norm[i] += (double)matrix[i, j] * matrix[i, j];
            }

            return row;
        }, _ => { });
        double squares = residual.Sum();
        return squares == 0 ? 0 : Math.Sqrt(squares / norm.Sum());
    }

    /// <summary>The whole matrix, row-major.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Rows * Columns];
        Parallel.For(0, Rows, i => FillRow(i, values.AsSpan(i * Columns, Columns)));
        return values;
    }

    private void FillRow(int i, Span<float> row)
    {
        row.Clear();
        for (int r = 0; r < Rank; r++)
        {
            float weight = _scaledLeft[i * Rank + r];
            ReadOnlySpan<float> right = _rightRows.AsSpan(r * Columns, Columns);
            int j = 0;
            for (; j + Vector<float>.Count <= row.Length; j += Vector<float>.Count)
            {
                (new Vector<float>(row[j..]) + weight * new Vector<float>(right[j..])).CopyTo(row[j..]);
            }

            for (; j < row.Length; j++)
            {
                row[j] += weight * right[j];
            }
        }
    }
}
