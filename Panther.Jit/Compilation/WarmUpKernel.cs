using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;

namespace Panther.Jit.Compilation;

/// <summary>A kernel that nobody launches: compiling it takes the compiler through the paths that nearly every kernel takes.</summary>
internal static class WarmUpKernel
{
    /// <summary>Gets what to compile.</summary>
    public static KernelRequest Request { get; } =
        new(((Action<Index1D, ArrayView<float>, ArrayView<float>, float>)Scale).Method, KernelForm.Implicit, [], JitOptions.Default);

    /// <summary>Gets a target to compile for; which one it is makes no difference to what .NET compiles.</summary>
    public static CudaTarget Target { get; } = CudaTarget.For(8, 0, 12000);

    /// <summary>Gets the lanes of a warp.</summary>
    public static int WarpSize => 32;

    /// <summary>Finds out how the commonest types of arguments lie in a parameter block, which a first launch would otherwise wait for.</summary>
    public static void LayOutArguments()
    {
        _ = ArgumentWriter<Index1D>.Shape;
        _ = ArgumentWriter<ArrayView<float>>.Shape;
        _ = ArgumentWriter<ArrayView<double>>.Shape;
        _ = ArgumentWriter<ArrayView<int>>.Shape;
        _ = ArgumentWriter<float>.Shape;
        _ = ArgumentWriter<double>.Shape;
        _ = ArgumentWriter<int>.Shape;
        _ = ArgumentWriter<long>.Shape;
    }

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
