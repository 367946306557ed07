using System.Globalization;
using Panther.Jit.Dialect;

namespace Panther.Tests.Dialect;

public sealed class XMathAccuracyTests
{
    public static TheoryData<string> Functions { get; } = new(ElementaryFunction.All.Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Single_Sweep_IsWithinDocumentedBound(string name)
    {
        ElementaryFunction function = ElementaryFunction.Find(name);
        double worst = 0;
        double at = 0;
        foreach (double x in function.Arguments(400_000, single: true))
        {
            // The double reference adds about 2⁻²⁹ ulp of a float.
            double distance = Ulp.Distance(function.Single((float)x), function.Reference(x));
            (worst, at) = distance > worst ? (distance, x) : (worst, at);
        }

        Assert.True(worst <= function.SingleBound, $"{worst} ulp at {at:R}");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Double_Sweep_AgreesWithDotNet(string name)
    {
        ElementaryFunction function = ElementaryFunction.Find(name);
        double worst = 0;
        double at = 0;
        foreach (double x in function.Arguments(400_000, single: false))
        {
            double distance = Ulp.Distance(function.Double(x), function.Reference(x));
            (worst, at) = distance > worst ? (distance, x) : (worst, at);
        }

        // Both sides err: ours by the documented bound, the platform's libm by up to two and a half ulp (sinh, asinh, acosh).
        Assert.True(worst <= Math.Floor(function.DoubleBound + 2.5), $"{worst} ulp at {at:R}");
    }

    [Fact]
    public void Double_ReferenceVectors_AreWithinDocumentedBound()
    {
        int count = 0;
        foreach ((string name, double x, double y, double expected) in ReferenceVectors())
        {
            double actual = name switch
            {
                "Pow" => XMath.Pow(x, y),
                "Atan2" => XMath.Atan2(x, y),
                "Hypot" => XMath.Hypot(x, y),
                _ => ElementaryFunction.Find(name).Double(x),
            };
            double bound = name switch
            {
                "Pow" => 1.2,
                "Atan2" => 1.5,
                "Hypot" => 0.51,
                _ => ElementaryFunction.Find(name).DoubleBound,
            };

            // The expected value itself is rounded by up to half an ulp.
            Assert.True(Ulp.Distance(actual, expected) <= Math.Floor(bound + 0.5), $"{name}({x:R}, {y:R}) = {actual:R}, expected {expected:R}");
            count++;
        }

        Assert.True(count > 1000);
    }

    [Fact]
    public void Pow_Single_IsWithinDocumentedBound()
    {
        var random = new Random(77);
        double worst = 0;
        for (int i = 0; i < 400_000; i++)
        {
            float x = (float)(i % 3 == 0 ? 1 + ((random.NextDouble() - 0.5) * Math.Pow(2, -random.Next(22))) : Math.Pow(2, (random.NextDouble() * 298) - 149));
            float y = (float)(((random.NextDouble() * 193) - 104) / Math.Log(x));
            worst = Math.Max(worst, Ulp.Distance(XMath.Pow(x, y), Math.Pow(x, y)));
        }

        Assert.True(worst <= 1.70, $"{worst} ulp");
    }

    [Fact]
    public void Atan2_Single_IsWithinDocumentedBound()
    {
        var random = new Random(78);
        double worst = 0;
        for (int i = 0; i < 400_000; i++)
        {
            float y = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 20)));
            float x = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 20)));
            worst = Math.Max(worst, Ulp.Distance(XMath.Atan2(y, x), Math.Atan2(y, x)));
        }

        Assert.True(worst <= 1.50, $"{worst} ulp");
    }

    [Fact]
    public void Hypot_Single_IsWithinDocumentedBound()
    {
        var random = new Random(79);
        double worst = 0;
        for (int i = 0; i < 400_000; i++)
        {
            float y = BitConverter.Int32BitsToSingle(random.Next(0x02000000, 0x7D000000));
            float x = (float)(y * Math.Pow(2, (random.NextDouble() - 0.5) * 8));
            worst = Math.Max(worst, Ulp.Distance(XMath.Hypot(x, y), Math.Sqrt(((double)x * x) + ((double)y * y))));
        }

        Assert.True(worst <= 0.51, $"{worst} ulp");
    }

    private static IEnumerable<(string Name, double X, double Y, double Value)> ReferenceVectors()
    {
        using Stream stream = typeof(XMathAccuracyTests).Assembly.GetManifestResourceStream("ElementaryReference.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                string[] parts = line.Split(' ');
                yield return (parts[0], Parse(parts[1]), Parse(parts[2]), Parse(parts[3]));
            }
        }
    }

    private static double Parse(string hexadecimal) =>
        BitConverter.Int64BitsToDouble(long.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
