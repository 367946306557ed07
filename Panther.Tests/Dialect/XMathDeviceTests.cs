using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Tests.Kernels;

namespace Panther.Tests.Dialect;

/// <summary>Every elementary function has, on every device, the bits that it has in plain .NET; any NaN equals any other.</summary>
public sealed class XMathDeviceTests
{
    private const int Count = 4096;

    public static TheoryData<string> Devices => KernelDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Functions_Sweep_HaveTheBitsOfDotNet(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        for (int number = 0; number < ElementaryFunction.All.Count; number++)
        {
            ElementaryFunction function = ElementaryFunction.All[number];
            double[] wide = [.. Specials(), .. function.Arguments(Count, single: false)];
            float[] narrow = [.. Specials().Select(x => (float)x), .. function.Arguments(Count, single: true).Select(x => (float)x)];

            using DeviceBuffer<float> singles = queue.Device.Allocate<float>(narrow);
            queue.Device.LoadKernel<Index1D, SpecializedValue<int>, ArrayView<float>>(EvaluateSingle)
                .Launch(queue, new Index1D(narrow.Length), SpecializedValue.New(number), singles.View);
            AssertBits(narrow, function.Single, singles.ToArray(), function.Name);

            using DeviceBuffer<double> doubles = queue.Device.Allocate<double>(wide);
            queue.Device.LoadKernel<Index1D, SpecializedValue<int>, ArrayView<double>>(EvaluateDouble)
                .Launch(queue, new Index1D(wide.Length), SpecializedValue.New(number), doubles.View);
            AssertBits(wide, function.Double, doubles.ToArray(), function.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void BinaryFunctions_Sweep_HaveTheBitsOfDotNet(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        double[] x = [.. ElementaryFunction.Find("Log").Arguments(Count, single: false)];
        double[] y = [.. ElementaryFunction.Find("Sin").Arguments(Count, single: false)];
        float[] xs = [.. x.Select(v => (float)v)];
        float[] ys = [.. y.Select(v => (float)v)];
        Func<double, double, double>[] wide = [XMath.Pow, XMath.Atan2, XMath.Hypot, XMath.Rem, XMath.IEEERemainder];
        Func<float, float, float>[] narrow = [XMath.Pow, XMath.Atan2, XMath.Hypot, XMath.Rem, XMath.IEEERemainder];
        using DeviceBuffer<double> first = queue.Device.Allocate<double>(x);
        using DeviceBuffer<double> second = queue.Device.Allocate<double>(y);
        using DeviceBuffer<double> results = queue.Device.Allocate<double>(Count);
        using DeviceBuffer<float> firstSingle = queue.Device.Allocate<float>(xs);
        using DeviceBuffer<float> secondSingle = queue.Device.Allocate<float>(ys);
        using DeviceBuffer<float> singles = queue.Device.Allocate<float>(Count);
        for (int k = 0; k < wide.Length; k++)
        {
            queue.Device.LoadKernel<Index1D, SpecializedValue<int>, ArrayView<double>, ArrayView<double>, ArrayView<double>>(EvaluatePairs)
                .Launch(queue, new Index1D(Count), SpecializedValue.New(k), first.View, second.View, results.View);
            AssertBits(Enumerable.Range(0, Count).ToArray(), i => wide[k](x[i], y[i]), results.ToArray(), $"double {k}");
            queue.Device.LoadKernel<Index1D, SpecializedValue<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(EvaluatePairs)
                .Launch(queue, new Index1D(Count), SpecializedValue.New(k), firstSingle.View, secondSingle.View, singles.View);
            AssertBits(Enumerable.Range(0, Count).ToArray(), i => narrow[k](xs[i], ys[i]), singles.ToArray(), $"float {k}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void FrameworkNames_InAKernel_MeanTheSameFunctions(string device)
    {
        DeviceStream queue = TestDevice.Get(device).DefaultStream;
        float[] x = KernelDevices.Singles(443, 4);
        using DeviceBuffer<float> values = queue.Device.Allocate<float>(x);
        queue.Device.LoadKernel<Index1D, ArrayView<float>>(FrameworkCalls).Launch(queue, new Index1D(x.Length), values.View);
        AssertBits(
            x,
            v => XMath.Exp(v) + XMath.Sin(v) + (float)XMath.Log((double)(v * v)) + XMath.Tanh(v) + XMath.Pow(XMath.Abs(v), 1.5f) + XMath.Cbrt(v),
            values.ToArray(),
            "framework names");
    }

    private static void FrameworkCalls(Index1D index, ArrayView<float> values)
    {
        float v = values[index];
        values[index] = MathF.Exp(v) + MathF.Sin(v) + (float)Math.Log((double)(v * v)) + MathF.Tanh(v) + MathF.Pow(MathF.Abs(v), 1.5f) + GenericCbrt(v);
    }

    private static T GenericCbrt<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => T.Cbrt(value);

    // The order is that of ElementaryFunction.All.
    private static void EvaluateSingle(Index1D index, SpecializedValue<int> function, ArrayView<float> values)
    {
        float x = values[index];
        values[index] = (int)function switch
        {
            0 => XMath.Exp(x),
            1 => XMath.Exp2(x),
            2 => XMath.Exp10(x),
            3 => XMath.Log(x),
            4 => XMath.Log2(x),
            5 => XMath.Log10(x),
            6 => XMath.Sin(x),
            7 => XMath.Cos(x),
            8 => XMath.Tan(x),
            9 => XMath.SinPi(x),
            10 => XMath.CosPi(x),
            11 => XMath.Asin(x),
            12 => XMath.Acos(x),
            13 => XMath.Atan(x),
            14 => XMath.Sinh(x),
            15 => XMath.Cosh(x),
            16 => XMath.Tanh(x),
            17 => XMath.Asinh(x),
            18 => XMath.Acosh(x),
            19 => XMath.Atanh(x),
            20 => XMath.Cbrt(x),
            21 => XMath.Rsqrt(x),
            22 => XMath.ExpM1(x),
            23 => XMath.LogP1(x),
            24 => XMath.Erf(x),
            _ => XMath.Erfc(x),
        };
    }

    private static void EvaluateDouble(Index1D index, SpecializedValue<int> function, ArrayView<double> values)
    {
        double x = values[index];
        values[index] = (int)function switch
        {
            0 => XMath.Exp(x),
            1 => XMath.Exp2(x),
            2 => XMath.Exp10(x),
            3 => XMath.Log(x),
            4 => XMath.Log2(x),
            5 => XMath.Log10(x),
            6 => XMath.Sin(x),
            7 => XMath.Cos(x),
            8 => XMath.Tan(x),
            9 => XMath.SinPi(x),
            10 => XMath.CosPi(x),
            11 => XMath.Asin(x),
            12 => XMath.Acos(x),
            13 => XMath.Atan(x),
            14 => XMath.Sinh(x),
            15 => XMath.Cosh(x),
            16 => XMath.Tanh(x),
            17 => XMath.Asinh(x),
            18 => XMath.Acosh(x),
            19 => XMath.Atanh(x),
            20 => XMath.Cbrt(x),
            21 => XMath.Rsqrt(x),
            22 => XMath.ExpM1(x),
            23 => XMath.LogP1(x),
            24 => XMath.Erf(x),
            _ => XMath.Erfc(x),
        };
    }

    private static void EvaluatePairs(
        Index1D index, SpecializedValue<int> function, ArrayView<double> first, ArrayView<double> second, ArrayView<double> results)
    {
        double x = first[index];
        double y = second[index];
        results[index] = (int)function switch
        {
            0 => XMath.Pow(x, y),
            1 => XMath.Atan2(x, y),
            2 => XMath.Hypot(x, y),
            3 => XMath.Rem(x, y),
            _ => XMath.IEEERemainder(x, y),
        };
    }

    private static void EvaluatePairs(
        Index1D index, SpecializedValue<int> function, ArrayView<float> first, ArrayView<float> second, ArrayView<float> results)
    {
        float x = first[index];
        float y = second[index];
        results[index] = (int)function switch
        {
            0 => XMath.Pow(x, y),
            1 => XMath.Atan2(x, y),
            2 => XMath.Hypot(x, y),
            3 => XMath.Rem(x, y),
            _ => XMath.IEEERemainder(x, y),
        };
    }

    private static double[] Specials() =>
        [0d, -0d, 1d, -1d, 0.5, -0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1e300, 1e22];

    private static void AssertBits<TArgument, T>(TArgument[] arguments, Func<TArgument, T> expected, T[] actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            T wanted = expected(arguments[i]);

            // Equals takes NaNs as equal and zeros of either sign too.
            bool same = wanted.Equals(actual[i]) && (T.IsNaN(wanted) || T.IsNegative(wanted) == T.IsNegative(actual[i]));
            Assert.True(same, $"{what}({arguments[i]}) = {actual[i]}, expected {wanted}");
        }
    }
}
