using System.Numerics;
using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>LAPACK's QR factorisations of tall column-major matrices, by their Fortran symbols.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class LapackQr<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly delegate* unmanaged[Cdecl]<int*, int*, T*, int*, T*, T*, int*, int*, void> _geqrf;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, T*, int*, T*, T*, int*, int*, void> _orgqr;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, T*, int*, int*, T*, T*, int*, int*, void> _geqp3;

    /// <summary>Finds the routines.</summary>
    /// <param name="library">The library's handle.</param>
    /// <exception cref="EntryPointNotFoundException">The library holds no LAPACK.</exception>
    public LapackQr(nint library)
    {
        string prefix = typeof(T) == typeof(float) ? "s" : "d";
        _geqrf = (delegate* unmanaged[Cdecl]<int*, int*, T*, int*, T*, T*, int*, int*, void>)NativeLibrary.GetExport(library, prefix + "geqrf_");
        _orgqr = (delegate* unmanaged[Cdecl]<int*, int*, int*, T*, int*, T*, T*, int*, int*, void>)NativeLibrary.GetExport(library, prefix + "orgqr_");
        _geqp3 = (delegate* unmanaged[Cdecl]<int*, int*, T*, int*, int*, T*, T*, int*, int*, void>)NativeLibrary.GetExport(library, prefix + "geqp3_");
    }

    /// <summary>Replaces the m×n matrix by R and the reflectors of Q (<c>geqrf</c>), then by Q (<c>orgqr</c>).</summary>
    public void Factor(int m, int n, T[] a)
    {
        int info, size;
        fixed (T* pa = a, tau = new T[n], work = new T[WorkSize(n)])
        {
            size = WorkSize(n);
            _geqrf(&m, &n, pa, &m, tau, work, &size, &info);
            Check(info, "geqrf");
            _orgqr(&m, &n, &n, pa, &m, tau, work, &size, &info);
            Check(info, "orgqr");
        }
    }

    /// <summary>Replaces the m×n matrix by R and the reflectors of Q with column pivoting (<c>geqp3</c>); Q is not formed.</summary>
    public void FactorPivoted(int m, int n, T[] a)
    {
        int info, size = WorkSize(n);
        fixed (int* pivots = new int[n])
        fixed (T* pa = a, tau = new T[n], work = new T[size])
        {
            _geqp3(&m, &n, pa, &m, pivots, tau, work, &size, &info);
            Check(info, "geqp3");
        }
    }

    // Room for blocks of 64 columns, more than any of the three takes by default.
    private static int WorkSize(int n) => (2 * n) + (64 * (n + 1));

    private static void Check(int info, string routine)
    {
        if (info != 0)
        {
            throw new InvalidOperationException($"{routine} returned {info}.");
        }
    }
}
