using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation;

/// <summary>A kernel that nobody launches: compiling it takes the compiler through the paths that nearly every kernel takes.</summary>
internal static class WarmUpKernel
{
    /// <summary>Gets what to compile.</summary>
    public static KernelRequest Request { get; } =
        new(((Action<Index1D, ArrayView<float>, ArrayView<float>, float>)Scale).Method, KernelForm.Implicit, [], JitOptions.Default);

    private static void Scale(Index1D index, ArrayView<float> source, ArrayView<float> destination, float factor)
    {
        var sums = new float[2];
        for (int i = 0; i < source.Length; i++)
        {
            sums[i & 1] += source[i] * factor;
        }

        for (int i = 0; i < 2; i++)
        {
            destination[index] += sums[i] > 0 ? sums[i] : -sums[i];
        }
    }
}
