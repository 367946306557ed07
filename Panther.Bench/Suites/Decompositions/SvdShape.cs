namespace Panther.Bench.Suites.Decompositions;

/// <summary>A matrix and the rank asked for.</summary>
internal sealed record SvdShape(int Rows, int Columns, int Rank)
{
    public override string ToString() => $"{Rows}x{Columns} k={Rank}";
}
