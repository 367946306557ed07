using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Conformance;

/// <summary>
/// What every device must do alike: each test runs a kernel on the device and holds it against the same code run by .NET. A device instantiates
/// the whole suite by deriving from this class.
/// </summary>
public abstract partial class ConformanceTests(string kind)
{
    /// <summary>Sizes around the widths of vectors, warps and groups.</summary>
    private static readonly int[] OddSizes = [0, 1, 31, 32, 33, 443, 1025];

    private Device Device => TestDevice.Get(kind);

    internal static void UnaryKernel<T, TResult, TOperator>(Index1D index, ArrayView<T> x, ArrayView<TResult> result)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IUnary<T, TResult>
        => result[index] = TOperator.Apply(x[index]);

    internal static void BinaryKernel<T, TResult, TOperator>(Index1D index, ArrayView<T> x, ArrayView<T> y, ArrayView<TResult> result)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IBinary<T, TResult>
        => result[index] = TOperator.Apply(x[index], y[index]);

    internal static void TernaryKernel<T, TOperator>(Index1D index, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, ArrayView<T> result)
        where T : unmanaged
        where TOperator : struct, ITernary<T>
        => result[index] = TOperator.Apply(x[index], y[index], z[index]);

    private void CheckUnary<T, TResult, TOperator>(IEnumerable<T> operands)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IUnary<T, TResult>
    {
        T[] x = [.. operands];
        using DeviceBuffer<T> deviceX = Device.Allocate<T>(x);
        using DeviceBuffer<TResult> result = Device.AllocateZeroed<TResult>(x.Length);
        Device.LoadKernel<Index1D, ArrayView<T>, ArrayView<TResult>>(UnaryKernel<T, TResult, TOperator>)
            .Launch(Device.DefaultStream, x.Length, deviceX.View, result.View);
        TResult[] actual = result.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            AssertSame(TOperator.Apply(x[i]), actual[i], $"{typeof(TOperator).Name}({x[i]})");
        }
    }

    private void CheckBinary<T, TResult, TOperator>(IEnumerable<(T X, T Y)> operands)
        where T : unmanaged
        where TResult : unmanaged
        where TOperator : struct, IBinary<T, TResult>
    {
        (T X, T Y)[] pairs = [.. operands];
        using DeviceBuffer<T> x = Device.Allocate<T>(Array.ConvertAll(pairs, p => p.X));
        using DeviceBuffer<T> y = Device.Allocate<T>(Array.ConvertAll(pairs, p => p.Y));
        using DeviceBuffer<TResult> result = Device.AllocateZeroed<TResult>(pairs.Length);
        Device.LoadKernel<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<TResult>>(BinaryKernel<T, TResult, TOperator>)
            .Launch(Device.DefaultStream, pairs.Length, x.View, y.View, result.View);
        TResult[] actual = result.ToArray();
        for (int i = 0; i < pairs.Length; i++)
        {
            AssertSame(TOperator.Apply(pairs[i].X, pairs[i].Y), actual[i], $"{typeof(TOperator).Name}({pairs[i].X}, {pairs[i].Y})");
        }
    }

    private void CheckTernary<T, TOperator>(IEnumerable<(T X, T Y, T Z)> operands)
        where T : unmanaged
        where TOperator : struct, ITernary<T>
    {
        (T X, T Y, T Z)[] triples = [.. operands];
        using DeviceBuffer<T> x = Device.Allocate<T>(Array.ConvertAll(triples, p => p.X));
        using DeviceBuffer<T> y = Device.Allocate<T>(Array.ConvertAll(triples, p => p.Y));
        using DeviceBuffer<T> z = Device.Allocate<T>(Array.ConvertAll(triples, p => p.Z));
        using DeviceBuffer<T> result = Device.AllocateZeroed<T>(triples.Length);
        Device.LoadKernel<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>(TernaryKernel<T, TOperator>)
            .Launch(Device.DefaultStream, triples.Length, x.View, y.View, z.View, result.View);
        T[] actual = result.ToArray();
        for (int i = 0; i < triples.Length; i++)
        {
            (T a, T b, T c) = triples[i];
            AssertSame(TOperator.Apply(a, b, c), actual[i], $"{typeof(TOperator).Name}({a}, {b}, {c})");
        }
    }

    /// <summary>Runs an explicitly grouped kernel's method in .NET and on the device, over copies of the same data, and compares all of it.</summary>
    private unsafe void CheckLaunch<T>(KernelConfig config, T[] data, Action<ArrayView<T>> method)
        where T : unmanaged
    {
        T[] expected = [.. data];
        fixed (T* pointer = expected)
        {
            var view = new ArrayView<T>(pointer, expected.Length);
            HostThread.Run(config, () => method(view));
        }

        AssertSame(expected, Launch(config, data, method));
    }

    private T[] Launch<T>(KernelConfig config, T[] data, Action<ArrayView<T>> method)
        where T : unmanaged
    {
        using DeviceBuffer<T> buffer = Device.Allocate<T>(data);
        Device.LoadKernel(method).Launch(Device.DefaultStream, config, buffer.View);
        return buffer.ToArray();
    }

    private static void AssertSame<T>(T[] expected, T[] actual)
        where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            AssertSame(expected[i], actual[i], $"element {i}");
        }
    }

    /// <summary>Compares bits; two NaNs are the same whatever their payloads, which IEEE 754 leaves open.</summary>
    private static void AssertSame<T>(T expected, T actual, string what)
        where T : unmanaged
    {
        ReadOnlySpan<byte> left = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in expected));
        ReadOnlySpan<byte> right = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in actual));
        bool bothNaN = expected switch
        {
            float x => float.IsNaN(x) && float.IsNaN(Unsafe.BitCast<T, float>(actual)),
            double x => double.IsNaN(x) && double.IsNaN(Unsafe.BitCast<T, double>(actual)),
            Half x => Half.IsNaN(x) && Half.IsNaN(Unsafe.BitCast<T, Half>(actual)),
            BFloat16 x => BFloat16.IsNaN(x) && BFloat16.IsNaN(Unsafe.BitCast<T, BFloat16>(actual)),
            _ => false,
        };
        Assert.True(bothNaN || left.SequenceEqual(right), $"{what}: .NET has {expected}, the device {actual}.");
    }
}
