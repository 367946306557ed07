using Panther.Jit.Dialect;

namespace Panther.Tests.Documents;

/// <summary>The kernel that docs/engine.md follows from C# to the devices' languages.</summary>
internal static class RowSumKernel
{
    public static void RowSums(ArrayView<float> matrix, int columns, ArrayView<float> sums)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row >= sums.Length)
        {
            return;
        }

        float sum = 0;
        for (int column = 0; column < columns; column++)
        {
            sum += matrix[row * columns + column];
        }

        sums[row] = sum;
    }
}
