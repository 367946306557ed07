using Panther.Jit.Runtime;

namespace Panther.Core;

/// <summary>What decompositions that pick columns or rows check of their options.</summary>
internal interface ISkeletonOptions
{
    /// <summary>Gets the device that is asked for.</summary>
    Device? Device { get; }

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    void Check();
}
