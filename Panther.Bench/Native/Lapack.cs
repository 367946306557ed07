using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>LAPACK's divide-and-conquer singular value decomposition (<c>?gesdd</c>), by its Fortran symbol.</summary>
internal sealed unsafe class Lapack
{
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, float*, int*, float*, float*, int*, float*, int*, float*, int*, int*, int*, void> _sgesdd;

    public Lapack(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "sgesdd_", out nint symbol))
        {
            _sgesdd = (delegate* unmanaged[Cdecl]<byte*, int*, int*, float*, int*, float*, float*, int*, float*, int*, float*, int*, int*, int*, void>)symbol;
        }
    }

    /// <summary>Whether the library holds the routine.</summary>
    public bool HasSvd => _sgesdd is not null;

    /// <summary>The full economy decomposition of an m×n matrix, which is overwritten.</summary>
    /// <param name="m">Rows, column-major.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">m·n values; destroyed.</param>
    /// <returns>min(m, n) singular values, falling.</returns>
    public float[] SingularValuesAndVectors(int m, int n, float[] a)
    {
        int min = Math.Min(m, n), info = 0, query = -1;
        float[] s = new float[min], u = new float[(long)m * min], vt = new float[(long)min * n];
        int[] integers = new int[8 * min];
        byte job = (byte)'S';
        fixed (float* pa = a, ps = s, pu = u, pvt = vt)
        fixed (int* pi = integers)
        {
            float best;
            _sgesdd(&job, &m, &n, pa, &m, ps, pu, &m, pvt, &min, &best, &query, pi, &info);
            int size = (int)best;
            float[] work = new float[size];
            fixed (float* pw = work)
            {
                _sgesdd(&job, &m, &n, pa, &m, ps, pu, &m, pvt, &min, pw, &size, pi, &info);
            }
        }

        return info == 0 ? s : throw new InvalidOperationException($"sgesdd returned {info}.");
    }
}
