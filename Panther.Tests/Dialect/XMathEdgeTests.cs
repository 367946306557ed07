using Panther.Jit.Dialect;

namespace Panther.Tests.Dialect;

public sealed class XMathEdgeTests
{
    private static readonly double[] Specials =
    [
        0d, -0d, 1d, -1d, 0.5, -0.5, 2d, -2d, 3d, -3d, 1e30, -1e30, 1e-30, -1e-30,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon,
    ];

    private static readonly double[] WideSpecials =
        [.. Specials, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 2.2250738585072014E-308, 1e300, -1e300];

    public static TheoryData<string> Functions { get; } = new(ElementaryFunction.All.Where(f => f.Name is not ("Erf" or "Erfc" or "ExpM1" or "LogP1")).Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Single_SpecialArguments_AgreeWithDotNet(string name)
    {
        ElementaryFunction function = ElementaryFunction.Find(name);
        foreach (double x in Specials)
        {
            float actual = function.Single((float)x);
            float expected = (float)function.Reference((float)x);
            AssertSameClass(actual, expected, $"{name}({x:R})");
            Assert.True(Ulp.Distance(actual, function.Reference((float)x)) <= 2, $"{name}({x:R}) = {actual:R}, expected {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Double_SpecialArguments_AgreeWithDotNet(string name)
    {
        ElementaryFunction function = ElementaryFunction.Find(name);
        foreach (double x in WideSpecials)
        {
            double actual = function.Double(x);
            double expected = function.Reference(x);
            AssertSameClass(actual, expected, $"{name}({x:R})");
            Assert.True(Ulp.Distance(actual, expected) <= 3, $"{name}({x:R}) = {actual:R}, expected {expected:R}");
        }
    }

    [Fact]
    public void Pow_AllPairsOfSpecials_AgreeWithDotNet()
    {
        double[] values = [.. WideSpecials, 4d, 5d, 0.3, -0.3, 1.5, -1.5, 9007199254740993d, 4503599627370497d, 16777217d, 8388609d];
        foreach (double x in values)
        {
            foreach (double y in values)
            {
                double expected = Math.Pow(x, y);
                double actual = XMath.Pow(x, y);
                AssertSameClass(actual, expected, $"Pow({x:R}, {y:R})");
                Assert.True(Ulp.Distance(actual, expected) <= 2, $"Pow({x:R}, {y:R}) = {actual:R}, expected {expected:R}");

                float single = XMath.Pow((float)x, (float)y);
                AssertSameClass(single, (float)Math.Pow((float)x, (float)y), $"Pow({(float)x:R}f, {(float)y:R}f)");
                Assert.True(Ulp.Distance(single, Math.Pow((float)x, (float)y)) <= 2, $"Pow({(float)x:R}f, {(float)y:R}f) = {single:R}");
            }
        }
    }

    [Fact]
    public void Atan2_AllPairsOfSpecials_AgreeWithDotNet()
    {
        foreach (double y in WideSpecials)
        {
            foreach (double x in WideSpecials)
            {
                double expected = Math.Atan2(y, x);
                double actual = XMath.Atan2(y, x);
                AssertSameClass(actual, expected, $"Atan2({y:R}, {x:R})");
                Assert.True(Ulp.Distance(actual, expected) <= 2, $"Atan2({y:R}, {x:R}) = {actual:R}, expected {expected:R}");

                double wide = Math.Atan2((float)y, (float)x);
                float single = XMath.Atan2((float)y, (float)x);
                AssertSameClass(single, (float)wide, $"Atan2({y:R}f, {x:R}f)");
                Assert.True(Ulp.Distance(single, wide) <= 2, $"Atan2({y:R}f, {x:R}f) = {single:R}, expected {wide:R}");
            }
        }
    }

    [Fact]
    public void Rem_AllPairs_IsExact()
    {
        foreach ((double x, double y) in RemainderPairs())
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(Canonical(x % y)), BitConverter.DoubleToInt64Bits(Canonical(XMath.Rem(x, y))));
            Assert.Equal(BitConverter.DoubleToInt64Bits(Canonical(Math.IEEERemainder(x, y))), BitConverter.DoubleToInt64Bits(Canonical(XMath.IEEERemainder(x, y))));
            float xs = (float)x;
            float ys = (float)y;
            Assert.Equal((double)(xs % ys), XMath.Rem(xs, ys));
            Assert.Equal((double)MathF.IEEERemainder(xs, ys), XMath.IEEERemainder(xs, ys));
        }
    }

    [Fact]
    public void Erf_SpecialArguments_HaveTheirLimits()
    {
        Assert.Equal(1f, XMath.Erf(float.PositiveInfinity));
        Assert.Equal(-1d, XMath.Erf(double.NegativeInfinity));
        Assert.Equal(0f, XMath.Erfc(float.PositiveInfinity));
        Assert.Equal(2d, XMath.Erfc(double.NegativeInfinity));
        Assert.Equal(1d, XMath.Erfc(0d));
        Assert.True(double.IsNaN(XMath.Erf(double.NaN)) && float.IsNaN(XMath.Erfc(float.NaN)));
        Assert.True(double.IsNegative(XMath.Erf(-0d)));
    }

    [Fact]
    public void ExpM1AndLogP1_SpecialArguments_HaveTheirLimits()
    {
        Assert.Equal(float.PositiveInfinity, XMath.ExpM1(89f));
        Assert.Equal(double.PositiveInfinity, XMath.ExpM1(double.PositiveInfinity));
        Assert.Equal(-1f, XMath.ExpM1(float.NegativeInfinity));
        Assert.Equal(-1d, XMath.ExpM1(-40d));
        Assert.Equal(double.Epsilon, XMath.ExpM1(double.Epsilon));
        Assert.Equal(double.NegativeInfinity, XMath.LogP1(-1d));
        Assert.Equal(float.PositiveInfinity, XMath.LogP1(float.PositiveInfinity));
        Assert.Equal(-float.Epsilon, XMath.LogP1(-float.Epsilon));
        Assert.True(float.IsNaN(XMath.LogP1(-1.5f)) && double.IsNaN(XMath.LogP1(double.NaN)) && double.IsNaN(XMath.ExpM1(double.NaN)));
        Assert.True(double.IsNegative(XMath.ExpM1(-0d)) && float.IsNegative(XMath.LogP1(-0f)));
    }

    [Fact]
    public void Hypot_InfinityBesideNaN_IsInfinite()
    {
        Assert.Equal(double.PositiveInfinity, XMath.Hypot(double.NaN, double.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, XMath.Hypot(float.PositiveInfinity, float.NaN));
        Assert.True(float.IsNaN(XMath.Hypot(1f, float.NaN)));
        Assert.Equal(0d, XMath.Hypot(0d, -0d));
        Assert.Equal(5 * 1e-310, XMath.Hypot(3 * 1e-310, 4 * 1e-310), 1e-323);
        Assert.Equal(float.PositiveInfinity, XMath.Hypot(float.MaxValue, float.MaxValue));
    }

    [Fact]
    public void SinCos_AnyArgument_HasTheBitsOfSinAndCos()
    {
        foreach (double x in ElementaryFunction.Find("Sin").Arguments(20_000, single: false))
        {
            Assert.Equal((XMath.Sin(x), XMath.Cos(x)), XMath.SinCos(x));
            Assert.Equal((XMath.SinPi(x), XMath.CosPi(x)), XMath.SinCosPi(x));
            float single = (float)x;
            Assert.Equal((XMath.Sin(single), XMath.Cos(single)), XMath.SinCos(single));
            Assert.Equal((XMath.SinPi(single), XMath.CosPi(single)), XMath.SinCosPi(single));
        }
    }

    [Fact]
    public void MultiplyHigh_RandomFactors_MatchesUInt128()
    {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++)
        {
            ulong a = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            ulong b = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Assert.Equal((ulong)(((UInt128)a * b) >> 64), XMath.MultiplyHigh(a, b));
        }
    }

    [Fact]
    public void Classification_Specials_MatchesDotNet()
    {
        foreach (double x in WideSpecials)
        {
            float single = (float)x;
            Assert.Equal((double.IsNaN(x), double.IsInfinity(x), double.IsFinite(x)), (XMath.IsNaN(x), XMath.IsInfinity(x), XMath.IsFinite(x)));
            Assert.Equal((float.IsNaN(single), float.IsInfinity(single), float.IsFinite(single)), (XMath.IsNaN(single), XMath.IsInfinity(single), XMath.IsFinite(single)));
        }
    }

    private static IEnumerable<(double X, double Y)> RemainderPairs()
    {
        foreach (double x in WideSpecials)
        {
            foreach (double y in WideSpecials)
            {
                yield return (x, y);
            }
        }

        var random = new Random(99);
        for (int i = 0; i < 50_000; i++)
        {
            double x = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-140, 120));
            double y = (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-140, 120));
            yield return (i % 2 == 0 ? x : random.Next(-100, 100), i % 3 == 0 ? y : random.Next(-40, 40) * 0.5);
        }
    }

    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value;

    private static void AssertSameClass(double actual, double expected, string call)
    {
        bool same = double.IsNaN(expected) ? double.IsNaN(actual)
            : expected == 0 || double.IsInfinity(expected) ? actual == expected && double.IsNegative(actual) == double.IsNegative(expected)
            : true;
        Assert.True(same, $"{call} = {actual:R}, expected {expected:R}");
    }
}
