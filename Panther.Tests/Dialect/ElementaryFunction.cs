using Panther.Jit.Dialect;

namespace Panther.Tests.Dialect;

/// <summary>
/// One elementary function in both precisions, the range its sweeps cover beside random bit patterns, and its documented error bounds in ulp.
/// </summary>
internal sealed record ElementaryFunction(
    string Name,
    Func<float, float> Single,
    Func<double, double> Double,
    Func<double, double> Reference,
    double Low,
    double High,
    double SingleBound,
    double DoubleBound)
{
    public static IReadOnlyList<ElementaryFunction> All { get; } =
    [
        new("Exp", XMath.Exp, XMath.Exp, Math.Exp, -104, 89, 1.02, 1.02),
        new("Exp2", XMath.Exp2, XMath.Exp2, double.Exp2, -150, 128, 0.83, 0.80),
        new("Exp10", XMath.Exp10, XMath.Exp10, double.Exp10, -45.5, 38.6, 0.91, 0.91),
        new("Log", XMath.Log, XMath.Log, Math.Log, 0.5, 2, 0.94, 0.80),
        new("Log2", XMath.Log2, XMath.Log2, Math.Log2, 0.5, 2, 1.42, 0.51),
        new("Log10", XMath.Log10, XMath.Log10, Math.Log10, 0.5, 2, 1.28, 0.51),
        new("Sin", XMath.Sin, XMath.Sin, Math.Sin, -100, 100, 0.79, 0.79),
        new("Cos", XMath.Cos, XMath.Cos, Math.Cos, -100, 100, 0.79, 0.79),
        new("Tan", XMath.Tan, XMath.Tan, Math.Tan, -100, 100, 2.40, 2.20),
        new("SinPi", XMath.SinPi, XMath.SinPi, double.SinPi, -4, 4, 0.98, 0.90),
        new("CosPi", XMath.CosPi, XMath.CosPi, double.CosPi, -4, 4, 0.87, 0.90),
        new("Asin", XMath.Asin, XMath.Asin, Math.Asin, -1, 1, 1.70, 1.65),
        new("Acos", XMath.Acos, XMath.Acos, Math.Acos, -1, 1, 1.12, 1.10),
        new("Atan", XMath.Atan, XMath.Atan, Math.Atan, -4, 4, 1.20, 1.25),
        new("Sinh", XMath.Sinh, XMath.Sinh, Math.Sinh, -89.5, 89.5, 1.65, 1.60),
        new("Cosh", XMath.Cosh, XMath.Cosh, Math.Cosh, -89.5, 89.5, 1.43, 1.35),
        new("Tanh", XMath.Tanh, XMath.Tanh, Math.Tanh, -10, 10, 1.47, 1.45),
        new("Asinh", XMath.Asinh, XMath.Asinh, Math.Asinh, -10, 10, 1.85, 1.75),
        new("Acosh", XMath.Acosh, XMath.Acosh, Math.Acosh, 1, 10, 2.06, 1.80),
        new("Atanh", XMath.Atanh, XMath.Atanh, Math.Atanh, -1, 1, 2.12, 2.00),
        new("Cbrt", XMath.Cbrt, XMath.Cbrt, Math.Cbrt, -8, 8, 0.51, 0.51),
        new("Rsqrt", XMath.Rsqrt, XMath.Rsqrt, x => 1 / Math.Sqrt(x), 0.5, 2, 1.50, 1.50),

        // .NET has no error function, and its ExpM1 and LogP1 cancel near zero; the double functions stand for themselves
        // here and are held by the reference vectors.
        new("ExpM1", XMath.ExpM1, XMath.ExpM1, XMath.ExpM1, -20, 89, 1.45, 1.25),
        new("LogP1", XMath.LogP1, XMath.LogP1, XMath.LogP1, -1, 1, 1.52, 1.35),
        new("Erf", XMath.Erf, XMath.Erf, XMath.Erf, -6, 6, 0.98, 0.95),
        new("Erfc", XMath.Erfc, XMath.Erfc, XMath.Erfc, -6, 10, 2.50, 2.50),
    ];

    public static ElementaryFunction Find(string name) => All.Single(f => f.Name == name);

    /// <summary>A fixed sequence of arguments: random bit patterns, magnitudes spread over 30 octaves, and the range uniformly.</summary>
    public IEnumerable<double> Arguments(int count, bool single)
    {
        var random = new Random(20240 + Name.Length);
        for (int i = 0; i < count; i++)
        {
            double x = (i % 4) switch
            {
                0 when single => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => (random.Next(2) == 0 ? 1 : -1) * High * Math.Pow(2, -30 * random.NextDouble()),
                _ => Low + ((High - Low) * random.NextDouble()),
            };
            yield return single ? (float)x : x;
        }
    }
}
