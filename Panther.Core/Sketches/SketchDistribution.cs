using System.Numerics;
using Panther.Kernels.Random;
using Panther.Kernels.Sketch;

namespace Panther.Core;

/// <summary>
/// What a random sketching matrix S is drawn from: its shape, its family and the family's parameters. An immutable value; <see cref="Sample"/> makes an
/// operator of it.
/// </summary>
/// <remarks>
/// S is <see cref="Rows"/>×<see cref="Columns"/>, usually with far fewer rows than columns. Scaled by <see cref="IsometryScale"/>, which is the default,
/// E‖S x‖² = ‖x‖² for every x, in every family. Entries are functions of seed, stream and place: they have the same bits on every device and in every window.
/// </remarks>
public abstract record SketchDistribution
{
    private readonly long rows;
    private readonly long columns;

    private protected SketchDistribution(long rows, long columns)
    {
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Gets the rows of S: the dimension that vectors are sketched to, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 2⁴⁷.</exception>
    public long Rows
    {
        get => rows;
        init => rows = CheckSide(value, nameof(Rows));
    }

    /// <summary>Gets the columns of S: the dimension of the vectors that are sketched, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 2⁴⁷.</exception>
    public long Columns
    {
        get => columns;
        init => columns = CheckSide(value, nameof(Columns));
    }

    /// <summary>Gets a value indicating whether entries carry <see cref="IsometryScale"/>; true unless switched off.</summary>
    public bool IsScaled { get; init; } = true;

    /// <summary>Gets the factor that makes E‖S x‖² = ‖x‖²; each family says which.</summary>
    public abstract double IsometryScale { get; }

    /// <summary>Gets the factor that the entries carry: <see cref="IsometryScale"/>, or 1 where that is switched off.</summary>
    public double Scale => IsScaled ? IsometryScale : 1;

    /// <summary>Draws an operator. Nothing is computed before it is applied.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The number of the operator among those of one seed; operators with different numbers are independent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The family's parameters do not go with the shape.</exception>
    public SketchOperator Sample(ulong seed, uint stream = 0)
    {
        Check();
        return new SketchOperator(this, seed, stream);
    }

    /// <exception cref="ArgumentOutOfRangeException">The family's parameters do not go with the shape.</exception>
    internal virtual void Check()
    {
    }

    internal abstract SketchMatrix<T> Bind<T>(RandomStream stream)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static long CheckSide(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1L << 47, name);
        return value;
    }
}
