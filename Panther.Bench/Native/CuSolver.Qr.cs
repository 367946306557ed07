namespace Panther.Bench.Native;

/// <content>The unpivoted QR factorisation, <c>geqrf</c> and <c>orgqr</c>, of tall column-major matrices.</content>
internal sealed unsafe partial class CuSolver
{
    /// <summary>The workspace, in elements.</summary>
    public int QrWorkspace(bool isDouble, int m, int n)
    {
        int geqrf, orgqr;
        Check(
            ((delegate* unmanaged<nint, int, int, ulong, int, int*, int>)Export($"cusolverDn{Prefix(isDouble)}geqrf_bufferSize"))(_handle, m, n, 0, m, &geqrf),
            "geqrf_bufferSize");
        Check(
            ((delegate* unmanaged<nint, int, int, int, ulong, int, ulong, int*, int>)Export($"cusolverDn{Prefix(isDouble)}orgqr_bufferSize"))(_handle, m, n, n, 0, m, 0, &orgqr),
            "orgqr_bufferSize");
        return Math.Max(geqrf, orgqr);
    }

    /// <summary>Enqueues the factorisation; <paramref name="a"/> is overwritten by Q. Addresses are the device's.</summary>
    public void Qr(bool isDouble, int m, int n, ulong a, ulong tau, ulong work, int workElements, ulong info)
    {
        Check(
            ((delegate* unmanaged<nint, int, int, ulong, int, ulong, ulong, int, ulong, int>)Export($"cusolverDn{Prefix(isDouble)}geqrf"))(
                _handle, m, n, a, m, tau, work, workElements, info),
            "geqrf");
        Check(
            ((delegate* unmanaged<nint, int, int, int, ulong, int, ulong, ulong, int, ulong, int>)Export($"cusolverDn{Prefix(isDouble)}orgqr"))(
                _handle, m, n, n, a, m, tau, work, workElements, info),
            "orgqr");
    }

    private static char Prefix(bool isDouble) => isDouble ? 'D' : 'S';
}
