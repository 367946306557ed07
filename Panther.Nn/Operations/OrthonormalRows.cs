using System.Numerics.Tensors;

namespace Panther.Nn;

/// <summary>Orthonormal rows from random ones.</summary>
internal static class OrthonormalRows
{
    /// <summary>
    /// The process of Gram and Schmidt, each row twice ("twice is enough"). Of a matrix of normal numbers it makes one that is uniform among the orthogonal ones, since the triangle's diagonal is
    /// positive (Mezzadri, "How to generate random matrices from the classical compact groups", 2007).
    /// </summary>
    /// <param name="rows">A square matrix, by rows.</param>
    /// <param name="size">Its order.</param>
    public static void Orthonormalize(Span<double> rows, int size)
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> row = rows.Slice(i * size, size);
            for (int former = 0; former < 2 * i; former++)
            {
                Span<double> other = rows.Slice(former % i * size, size);
                TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(row, other), row, row);
            }

            TensorPrimitives.Multiply(row, 1 / TensorPrimitives.Norm<double>(row), row);
        }
    }
}
