using System.Numerics;
using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Surface;

/// <summary>One public way to hand a matrix to an algorithm, for tests of what every algorithm rejects.</summary>
/// <param name="Class">The static class.</param>
/// <param name="Method">The method.</param>
internal abstract record AlgorithmCase(Type Class, string Method)
{
    /// <summary>Gets the shape of a matrix that is accepted.</summary>
    public virtual (int Rows, int Columns) Shape => (24, 6);

    /// <summary>Gets a shape that is rejected, if there is one beside the empty ones.</summary>
    public virtual (int Rows, int Columns)? WrongShape => null;

    /// <summary>Gets whether the options have a device.</summary>
    public virtual bool HasDeviceOption => true;

    /// <summary>Gets whether all elements count; else those of the diagonal do for certain.</summary>
    public virtual bool LooksAtAll => true;

    /// <summary>Gets whether NaN and infinity are an exception; else the result says that nothing was found.</summary>
    public virtual bool RejectsNonFinite => true;

    /// <summary>Gets what tells this case from another of the same method.</summary>
    public virtual string Variant => "";

    /// <summary>An element of a matrix that is accepted.</summary>
    public virtual double Element(int row, int column) => row == column ? 3 : 1.0 / (1 + row + (2 * column));

    /// <summary>Runs the algorithm on a matrix on a device.</summary>
    public abstract object Run<T>(DeviceMatrix<T> matrix, Device? device, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Runs the algorithm on a two-dimensional array; null if that cannot be.</summary>
    public virtual object? RunArray<T>(T[,] matrix, Device? device)
        where T : unmanaged, IFloatingPointIeee754<T>
        => null;

    /// <summary>Runs the algorithm on a span; null if that cannot be.</summary>
    public virtual object? RunSpan<T>(ReadOnlySpan<T> values, long rows, long columns, Device? device)
        where T : unmanaged, IFloatingPointIeee754<T>
        => null;

    public sealed override string ToString() => $"{Class.Name}.{Method}{(Variant.Length > 0 ? $" ({Variant})" : "")}";
}
