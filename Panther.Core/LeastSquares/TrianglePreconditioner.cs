using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>P = R⁻¹, by substitution: the inverse itself would lose what a badly conditioned R holds.</summary>
internal sealed class TrianglePreconditioner(DeviceStream stream, DeviceBuffer<double> triangle, int order) : RightPreconditioner
{
    /// <inheritdoc/>
    public override int Rank => order;

    /// <inheritdoc/>
    public override void Apply(ArrayView<double> source, ArrayView<double> destination, int columns)
    {
        stream.Copy(source, destination);
        Substitution.Solve(stream, triangle.View, order, destination, columns, isTransposed: false);
    }

    /// <inheritdoc/>
    public override void ApplyTransposed(ArrayView<double> source, ArrayView<double> destination, int columns)
    {
        stream.Copy(source, destination);
        Substitution.Solve(stream, triangle.View, order, destination, columns, isTransposed: true);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
