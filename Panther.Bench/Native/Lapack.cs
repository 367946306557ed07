using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>The LAPACK routines that a randomized decomposition needs, by their Fortran symbols; single precision, column-major.</summary>
internal sealed unsafe class Lapack(nint library)
{
    private readonly delegate* unmanaged[Cdecl]<int*, int*, float*, int*, float*, float*, int*, int*, void> _geqrf =
        (delegate* unmanaged[Cdecl]<int*, int*, float*, int*, float*, float*, int*, int*, void>)Export(library, "sgeqrf_");

    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, float*, int*, float*, float*, int*, int*, void> _orgqr =
        (delegate* unmanaged[Cdecl]<int*, int*, int*, float*, int*, float*, float*, int*, int*, void>)Export(library, "sorgqr_");

    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, float*, int*, float*, float*, int*, float*, int*, float*, int*, int*, int*, void> _gesdd =
        (delegate* unmanaged[Cdecl]<byte*, int*, int*, float*, int*, float*, float*, int*, float*, int*, float*, int*, int*, int*, void>)Export(library, "sgesdd_");

    /// <summary>Whether the library holds all of them; some builds of OpenBLAS leave LAPACK out.</summary>
    public bool IsComplete => _geqrf is not null && _orgqr is not null && _gesdd is not null;

    /// <summary>Replaces the m×n matrix, m at least n, by an orthonormal basis of its columns (<c>sgeqrf</c>, <c>sorgqr</c>).</summary>
    public void Orthonormalize(int m, int n, float[] a)
    {
        int info, query = -1;
        float[] tau = new float[n];
        fixed (float* pa = a, pt = tau)
        {
            float best;
            _geqrf(&m, &n, pa, &m, pt, &best, &query, &info);
            int size = (int)best;
            _orgqr(&m, &n, &n, pa, &m, pt, &best, &query, &info);
            size = Math.Max(size, (int)best);
            fixed (float* work = new float[size])
            {
                _geqrf(&m, &n, pa, &m, pt, work, &size, &info);
                Check(info, "sgeqrf");
                _orgqr(&m, &n, &n, pa, &m, pt, work, &size, &info);
                Check(info, "sorgqr");
            }
        }
    }

    /// <summary>The economy singular value decomposition of the m×n matrix, which is destroyed (<c>sgesdd</c>).</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">m·n values.</param>
    /// <param name="s">Receives the min(m, n) singular values, falling.</param>
    /// <param name="u">Receives U, m×min(m, n).</param>
    /// <param name="vt">Receives Vᵀ, min(m, n)×n.</param>
    public void Svd(int m, int n, float[] a, float[] s, float[] u, float[] vt)
    {
        int min = Math.Min(m, n), info, query = -1;
        byte job = (byte)'S';
        fixed (float* pa = a, ps = s, pu = u, pvt = vt)
        fixed (int* integers = new int[8 * min])
        {
            float best;
            _gesdd(&job, &m, &n, pa, &m, ps, pu, &m, pvt, &min, &best, &query, integers, &info);
            int size = (int)best;
            fixed (float* work = new float[size])
            {
                _gesdd(&job, &m, &n, pa, &m, ps, pu, &m, pvt, &min, work, &size, integers, &info);
            }
        }

        Check(info, "sgesdd");
    }

    private static void* Export(nint library, string name) => NativeLibrary.TryGetExport(library, name, out nint symbol) ? (void*)symbol : null;

    private static void Check(int info, string routine)
    {
        if (info != 0)
        {
            throw new InvalidOperationException($"{routine} returned {info}.");
        }
    }
}
