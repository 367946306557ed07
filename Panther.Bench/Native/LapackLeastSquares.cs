using System.Numerics;
using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>LAPACK's least-squares solvers for tall column-major matrices, by their Fortran symbols.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class LapackLeastSquares<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, int*, T*, int*, T*, int*, T*, int*, int*, void> _gels;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, T*, int*, T*, int*, T*, T*, int*, T*, int*, int*, int*, void> _gelsd;

    /// <summary>Finds the routines.</summary>
    /// <param name="library">The library's handle.</param>
    /// <exception cref="EntryPointNotFoundException">The library holds no LAPACK.</exception>
    public LapackLeastSquares(nint library)
    {
        string prefix = typeof(T) == typeof(float) ? "s" : "d";
        _gels = (delegate* unmanaged[Cdecl]<byte*, int*, int*, int*, T*, int*, T*, int*, T*, int*, int*, void>)NativeLibrary.GetExport(library, prefix + "gels_");
        _gelsd = (delegate* unmanaged[Cdecl]<int*, int*, int*, T*, int*, T*, int*, T*, T*, int*, T*, int*, int*, int*, void>)
            NativeLibrary.GetExport(library, prefix + "gelsd_");
    }

    /// <summary>Solves by a QR factorisation (<c>gels</c>); the matrix and the m elements of the right-hand side are destroyed, the solution comes in the latter's first n.</summary>
    public void SolveByQr(int m, int n, T[] a, T[] b)
    {
        byte plain = (byte)'N';
        int one = 1, info, query = -1;
        T best;
        fixed (T* pa = a, pb = b)
        {
            _gels(&plain, &m, &n, &one, pa, &m, pb, &m, &best, &query, &info);
            int size = int.CreateTruncating(best);
            fixed (T* work = new T[size])
            {
                _gels(&plain, &m, &n, &one, pa, &m, pb, &m, work, &size, &info);
            }
        }

        Check(info, "gels");
    }

    /// <summary>Solves by a singular value decomposition (<c>gelsd</c>); the same otherwise.</summary>
    public void SolveBySvd(int m, int n, T[] a, T[] b)
    {
        int one = 1, info, rank, query = -1, integers;
        T best, cutoff = -T.One;
        fixed (T* pa = a, pb = b, values = new T[n])
        {
            _gelsd(&m, &n, &one, pa, &m, pb, &m, values, &cutoff, &rank, &best, &query, &integers, &info);
            int size = int.CreateTruncating(best);
            fixed (T* work = new T[size])
            fixed (int* places = new int[integers])
            {
                _gelsd(&m, &n, &one, pa, &m, pb, &m, values, &cutoff, &rank, work, &size, places, &info);
            }
        }

        Check(info, "gelsd");
    }

    private static void Check(int info, string routine)
    {
        if (info != 0)
        {
            throw new InvalidOperationException($"{routine} returned {info}.");
        }
    }
}
