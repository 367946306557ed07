using Panther.Jit.Dialect;

namespace Panther.Tests.Conformance;

/// <content>The dialect's elementary functions: the same bits as the same code run by .NET, whose accuracy other tests hold.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void Functions_Single()
    {
        float[] values = [.. Operands.Floats<float>()];
        CheckUnary<float, float, ExpOfSingle>(values);
        CheckUnary<float, float, Exp2OfSingle>(values);
        CheckUnary<float, float, Exp10OfSingle>(values);
        CheckUnary<float, float, ExpM1OfSingle>(values);
        CheckUnary<float, float, LogOfSingle>(values);
        CheckUnary<float, float, Log2OfSingle>(values);
        CheckUnary<float, float, Log10OfSingle>(values);
        CheckUnary<float, float, LogP1OfSingle>(values);
        CheckUnary<float, float, SinOfSingle>(values);
        CheckUnary<float, float, CosOfSingle>(values);
        CheckUnary<float, float, TanOfSingle>(values);
        CheckUnary<float, float, SinPiOfSingle>(values);
        CheckUnary<float, float, CosPiOfSingle>(values);
        CheckUnary<float, float, AsinOfSingle>(values);
        CheckUnary<float, float, AcosOfSingle>(values);
        CheckUnary<float, float, AtanOfSingle>(values);
        CheckUnary<float, float, SinhOfSingle>(values);
        CheckUnary<float, float, CoshOfSingle>(values);
        CheckUnary<float, float, TanhOfSingle>(values);
        CheckUnary<float, float, AsinhOfSingle>(values);
        CheckUnary<float, float, AcoshOfSingle>(values);
        CheckUnary<float, float, AtanhOfSingle>(values);
        CheckUnary<float, float, CbrtOfSingle>(values);
        CheckUnary<float, float, ErfOfSingle>(values);
        CheckUnary<float, float, ErfcOfSingle>(values);
        CheckUnary<float, float, RsqrtOfSingle>(values);
        CheckUnary<float, float, RcpOfSingle>(values);
        CheckBinary<float, float, Atan2OfSingle>(Operands.Pairs(values));
        CheckBinary<float, float, PowOfSingle>(Operands.Pairs(values));
        CheckBinary<float, float, HypotOfSingle>(Operands.Pairs(values));
    }

    [Fact]
    public void Functions_Double()
    {
        double[] values = [.. Operands.Floats<double>()];
        CheckUnary<double, double, ExpOfDouble>(values);
        CheckUnary<double, double, Exp2OfDouble>(values);
        CheckUnary<double, double, Exp10OfDouble>(values);
        CheckUnary<double, double, ExpM1OfDouble>(values);
        CheckUnary<double, double, LogOfDouble>(values);
        CheckUnary<double, double, Log2OfDouble>(values);
        CheckUnary<double, double, Log10OfDouble>(values);
        CheckUnary<double, double, LogP1OfDouble>(values);
        CheckUnary<double, double, SinOfDouble>(values);
        CheckUnary<double, double, CosOfDouble>(values);
        CheckUnary<double, double, TanOfDouble>(values);
        CheckUnary<double, double, SinPiOfDouble>(values);
        CheckUnary<double, double, CosPiOfDouble>(values);
        CheckUnary<double, double, AsinOfDouble>(values);
        CheckUnary<double, double, AcosOfDouble>(values);
        CheckUnary<double, double, AtanOfDouble>(values);
        CheckUnary<double, double, SinhOfDouble>(values);
        CheckUnary<double, double, CoshOfDouble>(values);
        CheckUnary<double, double, TanhOfDouble>(values);
        CheckUnary<double, double, AsinhOfDouble>(values);
        CheckUnary<double, double, AcoshOfDouble>(values);
        CheckUnary<double, double, AtanhOfDouble>(values);
        CheckUnary<double, double, CbrtOfDouble>(values);
        CheckUnary<double, double, ErfOfDouble>(values);
        CheckUnary<double, double, ErfcOfDouble>(values);
        CheckUnary<double, double, RsqrtOfDouble>(values);
        CheckUnary<double, double, RcpOfDouble>(values);
        CheckBinary<double, double, Atan2OfDouble>(Operands.Pairs(values));
        CheckBinary<double, double, PowOfDouble>(Operands.Pairs(values));
        CheckBinary<double, double, HypotOfDouble>(Operands.Pairs(values));
    }

    private struct ExpOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Exp(x);
    }

    private struct Exp2OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Exp2(x);
    }

    private struct Exp10OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Exp10(x);
    }

    private struct ExpM1OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.ExpM1(x);
    }

    private struct LogOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Log(x);
    }

    private struct Log2OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Log2(x);
    }

    private struct Log10OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Log10(x);
    }

    private struct LogP1OfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.LogP1(x);
    }

    private struct SinOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Sin(x);
    }

    private struct CosOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Cos(x);
    }

    private struct TanOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Tan(x);
    }

    private struct SinPiOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.SinPi(x);
    }

    private struct CosPiOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.CosPi(x);
    }

    private struct AsinOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Asin(x);
    }

    private struct AcosOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Acos(x);
    }

    private struct AtanOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Atan(x);
    }

    private struct SinhOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Sinh(x);
    }

    private struct CoshOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Cosh(x);
    }

    private struct TanhOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Tanh(x);
    }

    private struct AsinhOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Asinh(x);
    }

    private struct AcoshOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Acosh(x);
    }

    private struct AtanhOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Atanh(x);
    }

    private struct CbrtOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Cbrt(x);
    }

    private struct ErfOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Erf(x);
    }

    private struct ErfcOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Erfc(x);
    }

    private struct RsqrtOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Rsqrt(x);
    }

    private struct RcpOfSingle : IUnary<float, float>
    {
        public static float Apply(float x) => XMath.Rcp(x);
    }

    private struct Atan2OfSingle : IBinary<float, float>
    {
        public static float Apply(float x, float y) => XMath.Atan2(x, y);
    }

    private struct PowOfSingle : IBinary<float, float>
    {
        public static float Apply(float x, float y) => XMath.Pow(x, y);
    }

    private struct HypotOfSingle : IBinary<float, float>
    {
        public static float Apply(float x, float y) => XMath.Hypot(x, y);
    }

    private struct ExpOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Exp(x);
    }

    private struct Exp2OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Exp2(x);
    }

    private struct Exp10OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Exp10(x);
    }

    private struct ExpM1OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.ExpM1(x);
    }

    private struct LogOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Log(x);
    }

    private struct Log2OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Log2(x);
    }

    private struct Log10OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Log10(x);
    }

    private struct LogP1OfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.LogP1(x);
    }

    private struct SinOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Sin(x);
    }

    private struct CosOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Cos(x);
    }

    private struct TanOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Tan(x);
    }

    private struct SinPiOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.SinPi(x);
    }

    private struct CosPiOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.CosPi(x);
    }

    private struct AsinOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Asin(x);
    }

    private struct AcosOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Acos(x);
    }

    private struct AtanOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Atan(x);
    }

    private struct SinhOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Sinh(x);
    }

    private struct CoshOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Cosh(x);
    }

    private struct TanhOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Tanh(x);
    }

    private struct AsinhOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Asinh(x);
    }

    private struct AcoshOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Acosh(x);
    }

    private struct AtanhOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Atanh(x);
    }

    private struct CbrtOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Cbrt(x);
    }

    private struct ErfOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Erf(x);
    }

    private struct ErfcOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Erfc(x);
    }

    private struct RsqrtOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Rsqrt(x);
    }

    private struct RcpOfDouble : IUnary<double, double>
    {
        public static double Apply(double x) => XMath.Rcp(x);
    }

    private struct Atan2OfDouble : IBinary<double, double>
    {
        public static double Apply(double x, double y) => XMath.Atan2(x, y);
    }

    private struct PowOfDouble : IBinary<double, double>
    {
        public static double Apply(double x, double y) => XMath.Pow(x, y);
    }

    private struct HypotOfDouble : IBinary<double, double>
    {
        public static double Apply(double x, double y) => XMath.Hypot(x, y);
    }
}
