using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>cuSOLVER's randomized singular value decomposition (<c>Xgesvdr</c>): a yardstick only, nothing of Panther calls it.</summary>
internal sealed unsafe partial class CuSolver
{
    private const int RealSingle = 0; // CUDA_R_32F
    private const sbyte WithVectors = (sbyte)'S';

    private readonly nint _library;
    private readonly nint _handle;
    private readonly nint _parameters;

    private CuSolver(nint library, nint stream)
    {
        _library = library;
        nint handle, parameters;
        Check(((delegate* unmanaged<nint*, int>)Export("cusolverDnCreate"))(&handle), "cusolverDnCreate");
        Check(((delegate* unmanaged<nint, nint, int>)Export("cusolverDnSetStream"))(handle, stream), "cusolverDnSetStream");
        Check(((delegate* unmanaged<nint*, int>)Export("cusolverDnCreateParams"))(&parameters), "cusolverDnCreateParams");
        _handle = handle;
        _parameters = parameters;
    }

    /// <summary>Opens the library on the current context and <paramref name="stream"/>, or says why it cannot.</summary>
    public static CuSolver? TryOpen(nint stream, out string reason)
    {
        nint library = NativeLibraries.TryOpen(["libcusolver.so.12", "libcusolver.so.11", "cusolver64_12.dll", "cusolver64_11.dll"], out reason);
        if (library == 0)
        {
            return null;
        }

        try
        {
            return new CuSolver(library, stream);
        }
        catch (Exception e) when (e is InvalidOperationException or EntryPointNotFoundException)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>The device and host workspace, in bytes, for a rank-<paramref name="k"/> decomposition.</summary>
    /// <param name="m">Rows; the matrix is column-major.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Rank.</param>
    /// <param name="oversampling">Extra columns.</param>
    /// <param name="iterations">Power iterations.</param>
    public (long Device, long Host) Workspace(long m, long n, long k, long oversampling, long iterations)
    {
        nuint device, host;
        var size = (delegate* unmanaged<nint, nint, sbyte, sbyte, long, long, long, long, long, int, ulong, long, int, ulong, int, ulong, long, int, ulong, long, int, nuint*, nuint*, int>)
            Export("cusolverDnXgesvdr_bufferSize");
        Check(
            size(_handle, _parameters, WithVectors, WithVectors, m, n, k, oversampling, iterations, RealSingle, 0, m, RealSingle, 0, RealSingle, 0, m, RealSingle, 0, n, RealSingle, &device, &host),
            "cusolverDnXgesvdr_bufferSize");
        return ((long)device, (long)host);
    }

    /// <summary>Enqueues a decomposition; <paramref name="a"/> is destroyed. Arguments as for <see cref="Workspace"/>; addresses are the device's.</summary>
    public void RandomizedSvd(
        long m, long n, long k, long oversampling, long iterations, ulong a, ulong s, ulong u, ulong v, ulong work, long workBytes, byte[] hostWork, ulong info)
    {
        var run = (delegate* unmanaged<nint, nint, sbyte, sbyte, long, long, long, long, long, int, ulong, long, int, ulong, int, ulong, long, int, ulong, long, int, ulong, nuint, byte*, nuint, ulong, int>)
            Export("cusolverDnXgesvdr");
        fixed (byte* host = hostWork)
        {
            Check(
                run(_handle, _parameters, WithVectors, WithVectors, m, n, k, oversampling, iterations, RealSingle, a, m, RealSingle, s, RealSingle, u, m, RealSingle, v, n, RealSingle, work, (nuint)workBytes, host, (nuint)hostWork.Length, info),
                "cusolverDnXgesvdr");
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{call} returned status {status}.");
        }
    }
}
