using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>cuBLAS, where it is installed: a yardstick only, nothing of Panther calls it.</summary>
internal sealed unsafe class CuBlas
{
    private const int NoTranspose = 0;

    private readonly nint _handle;
    private readonly delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int> _sgemm;
    private readonly delegate* unmanaged<nint, int, int, int, int, int, double*, ulong, int, ulong, int, double*, ulong, int, int> _dgemm;

    private CuBlas(nint library, nint stream)
    {
        nint handle;
        Check(((delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cublasCreate_v2"))(&handle), "cublasCreate");
        _handle = handle;
        Check(((delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "cublasSetStream_v2"))(handle, stream), "cublasSetStream");
        _sgemm = (delegate* unmanaged<nint, int, int, int, int, int, float*, ulong, int, ulong, int, float*, ulong, int, int>)
            NativeLibrary.GetExport(library, "cublasSgemm_v2");
        _dgemm = (delegate* unmanaged<nint, int, int, int, int, int, double*, ulong, int, ulong, int, double*, ulong, int, int>)
            NativeLibrary.GetExport(library, "cublasDgemm_v2");
    }

    /// <summary>Opens the library on the current context and <paramref name="stream"/>, or says why it cannot.</summary>
    public static CuBlas? TryOpen(nint stream, out string reason)
    {
        nint library = NativeLibraries.TryOpen(["libcublas.so.13", "libcublas.so.12", "cublas64_13.dll", "cublas64_12.dll"], out reason);
        if (library == 0)
        {
            return null;
        }

        try
        {
            return new CuBlas(library, stream);
        }
        catch (InvalidOperationException e)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>C = A·B in single precision, device pointers, all row-major: A m×k, B k×n, C m×n.</summary>
    public void Sgemm(int m, int n, int k, ulong a, ulong b, ulong c)
    {
        // cuBLAS is column-major; the row-major product is Cᵀ = Bᵀ·Aᵀ in its eyes.
        float one = 1, zero = 0;
        Check(_sgemm(_handle, NoTranspose, NoTranspose, n, m, k, &one, b, n, a, k, &zero, c, n), "cublasSgemm");
    }

    /// <summary>C = A·B in double precision, as <see cref="Sgemm"/>.</summary>
    public void Dgemm(int m, int n, int k, ulong a, ulong b, ulong c)
    {
        double one = 1, zero = 0;
        Check(_dgemm(_handle, NoTranspose, NoTranspose, n, m, k, &one, b, n, a, k, &zero, c, n), "cublasDgemm");
    }

    private static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{call} returned status {status}.");
        }
    }
}
