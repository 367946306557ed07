using System.Runtime.InteropServices;
using Panther.Bench.Suites.Gemm;

namespace Panther.Bench.Native;

/// <summary>cuBLAS, where it is installed: a yardstick only, nothing of Panther calls it.</summary>
internal sealed unsafe class CuBlas
{
    private const int NoTranspose = 0;
    private const int Transpose = 1;

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

    /// <summary>C = A·B in single precision, device pointers, all row-major.</summary>
    public void Sgemm(GemmShape s, ulong a, ulong b, ulong c)
    {
        // cuBLAS is column-major; the row-major product is Cᵀ = Bᵀ·Aᵀ in its eyes.
        float one = 1, zero = 0;
        int status = _sgemm(
            _handle, Transposition(s.IsRightTransposed), Transposition(s.IsLeftTransposed), s.Columns, s.Rows, s.Depth, &one, b, RightStride(s), a, LeftStride(s), &zero, c, s.Columns);
        Check(status, "cublasSgemm");
    }

    /// <summary>C = A·B in double precision, as <see cref="Sgemm"/>.</summary>
    public void Dgemm(GemmShape s, ulong a, ulong b, ulong c)
    {
        double one = 1, zero = 0;
        int status = _dgemm(
            _handle, Transposition(s.IsRightTransposed), Transposition(s.IsLeftTransposed), s.Columns, s.Rows, s.Depth, &one, b, RightStride(s), a, LeftStride(s), &zero, c, s.Columns);
        Check(status, "cublasDgemm");
    }

    private static int Transposition(bool isTransposed) => isTransposed ? Transpose : NoTranspose;

    private static int LeftStride(GemmShape s) => s.IsLeftTransposed ? s.Rows : s.Depth;

    private static int RightStride(GemmShape s) => s.IsRightTransposed ? s.Depth : s.Columns;

    private static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{call} returned status {status}.");
        }
    }
}
