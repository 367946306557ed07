using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Reduce;

/// <summary>How large the elements of a matrix are.</summary>
/// <param name="Largest">The largest magnitude; NaN if there is a NaN.</param>
/// <param name="Norm">The Frobenius norm; meaningless unless <see cref="IsFinite"/>.</param>
internal readonly record struct Magnitude(double Largest, double Norm)
{
    // Within these bounds squares of doubles neither overflow when summed nor vanish.
    private const double SafeLow = 1e-120;
    private const double SafeHigh = 1e120;
    private const int ElementsPerPlace = 16;
    private const int MaxGroups = 1024;

    /// <summary>Gets a value indicating whether there is neither a NaN nor an infinity.</summary>
    public bool IsFinite => double.IsFinite(Largest);

    /// <summary>Returns the power of two that brings the largest magnitude near one, as far as <typeparamref name="T"/> holds it: multiplying by it costs no digit.</summary>
    public T ScaleToOne<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int limit = typeof(T) == typeof(float) ? 126 : 1022;
        return Largest > 0 ? T.ScaleB(T.One, -Math.Clamp(Math.ILogB(Largest), -limit, limit)) : T.One;
    }

    /// <summary>Reads all elements once (twice if their squares would leave double's range) and waits for the result.</summary>
    /// <remarks>Sums in double, in an order that depends only on the length.</remarks>
    public static Magnitude Of<T>(DeviceStream stream, ArrayView<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (elements.Length == 0)
        {
            return default;
        }

        (double largest, double sum) = Accumulate(stream, elements, 1);
        if (largest is 0 or (>= SafeLow and <= SafeHigh) || !double.IsFinite(largest))
        {
            return new Magnitude(largest, Math.Sqrt(sum));
        }

        double scale = Math.ScaleB(1, -Math.ILogB(largest));
        (_, double scaledSum) = Accumulate(stream, elements, scale);
        return new Magnitude(largest, Math.Sqrt(scaledSum) / scale);
    }

    private static (double Largest, double Sum) Accumulate<T>(DeviceStream stream, ArrayView<T> elements, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int PerGroup = MagnitudeKernels.GroupPlaces * ElementsPerPlace;
        int groups = (int)Math.Min(MaxGroups, ((elements.Length - 1) / PerGroup) + 1);
        int threads = GroupLimits.Of(stream.Device).MostThreads(MagnitudeKernels.GroupPlaces);
        using DeviceBuffer<double> partials = stream.Device.Allocate<double>(2 * groups, stream);
        stream.Device
            .LoadKernel<ArrayView<T>, double, ArrayView<double>, ArrayView<double>, SpecializedValue<int>>(MagnitudeKernels.Accumulate)
            .Launch(
                stream,
                new KernelConfig(groups, threads),
                elements,
                scale,
                partials.View.SubView(0, groups),
                partials.View.SubView(groups, groups),
                SpecializedValue.New(threads));
        double[] results = partials.ToArray(stream);
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < groups; i++)
        {
            sum += results[i];
            largest = Math.Max(largest, results[groups + i]);
        }

        return (largest, sum);
    }
}
