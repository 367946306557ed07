using System.Numerics;

namespace Panther.Core;

/// <summary>The distance from 1 to the next number of an element type: twice its unit roundoff.</summary>
internal static class MachineEpsilon
{
    /// <summary>2⁻²³ for float, 2⁻⁵² for double.</summary>
    public static double Of<T>()
        where T : IFloatingPointIeee754<T>
        => double.CreateTruncating(T.BitIncrement(T.One) - T.One);
}
