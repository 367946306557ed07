using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Estimators;

namespace Panther.Tests.Interpolation;

/// <summary>Sparse matrices whose singular values are known because rotations and permutations of a diagonal matrix keep them.</summary>
internal static class SparseMatrix
{
    /// <summary>A matrix of a named spectrum, on all rows and columns but a tenth, which are empty.</summary>
    public static double[,] Create(string spectrum, int rows, int columns) =>
        Create(SymmetricMatrix.Spectrum(spectrum, Filled(Math.Min(rows, columns))), rows, columns);

    /// <summary>The number of rows that are not empty of so many, or of columns.</summary>
    public static int Filled(int side) => side - (side / 10);

    /// <summary>The matrix of these singular values: every second row and every second column is rotated with another one.</summary>
    public static double[,] Create(IReadOnlyList<double> values, int rows, int columns)
    {
        var random = new Random(rows + (3 * columns));
        var diagonal = new double[rows, columns];
        for (int i = 0; i < values.Count; i++)
        {
            diagonal[i, i] = values[i];
        }

        for (int i = 0; i < Filled(rows) / 2; i++)
        {
            Rotate(random, Filled(rows), columns, (row, column) => ref diagonal[row, column]);
        }

        for (int i = 0; i < Filled(columns) / 2; i++)
        {
            Rotate(random, Filled(columns), rows, (column, row) => ref diagonal[row, column]);
        }

        int[] rowOrder = [.. Enumerable.Range(0, rows)], columnOrder = [.. Enumerable.Range(0, columns)];
        random.Shuffle(rowOrder);
        random.Shuffle(columnOrder);
        var result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[rowOrder[i], columnOrder[j]] = diagonal[i, j];
            }
        }

        return result;
    }

    /// <summary>Stores what is not zero, on demand each element in two parts, of which one is at the end of its row.</summary>
    public static CsrMatrix<T> Upload<T>(Device device, T[,] dense, bool isRepeated = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        List<long> starts = [0];
        List<int> columns = [];
        List<T> values = [];
        for (int i = 0; i < dense.GetLength(0); i++)
        {
            for (int part = 0; part < (isRepeated ? 2 : 1); part++)
            {
                for (int j = 0; j < dense.GetLength(1); j++)
                {
                    if (dense[i, j] != T.Zero)
                    {
                        columns.Add(j);
                        values.Add(isRepeated ? half * dense[i, j] : dense[i, j]);
                    }
                }
            }

            starts.Add(values.Count);
        }

        return CsrMatrix<T>.Create(device, dense.GetLength(0), dense.GetLength(1), [.. starts], [.. columns], [.. values]);
    }

    private delegate ref double Element(int line, int place);

    private static void Rotate(Random random, int lines, int length, Element element)
    {
        if (lines < 2)
        {
            return;
        }

        int first = random.Next(lines);
        int second = (first + 1 + random.Next(lines - 1)) % lines;
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        for (int i = 0; i < length; i++)
        {
            ref double a = ref element(first, i);
            ref double b = ref element(second, i);
            (a, b) = ((cosine * a) + (sine * b), (cosine * b) - (sine * a));
        }
    }
}
