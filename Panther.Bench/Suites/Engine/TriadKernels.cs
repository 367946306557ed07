using System.Runtime.InteropServices;
using Panther.Jit.Dialect;

namespace Panther.Bench.Suites.Engine;

/// <summary>c = a + s·b, one thread an element.</summary>
internal static class TriadKernels
{
    public static void Scalar(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, float s) => c[i] = a[i] + s * b[i];

    /// <summary>Four floats a thread, each access 16 bytes wide.</summary>
    public static void Wide(Index1D i, ArrayView<Float4> a, ArrayView<Float4> b, ArrayView<Float4> c, float s)
    {
        Float4 x = a[i], y = b[i];
        c[i] = new Float4 { X = x.X + s * y.X, Y = x.Y + s * y.Y, Z = x.Z + s * y.Z, W = x.W + s * y.W };
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Float4
    {
        public float X;
        public float Y;
        public float Z;
        public float W;
    }
}
