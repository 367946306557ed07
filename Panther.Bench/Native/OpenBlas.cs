using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>OpenBLAS, where it is installed: a yardstick only, nothing of Panther calls it.</summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int ColumnMajor = 102;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> _dgemm;

    private OpenBlas(nint library)
    {
        _sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        _dgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)
            NativeLibrary.GetExport(library, "cblas_dgemm");
        if (NativeLibrary.TryGetExport(library, "openblas_get_config", out nint config))
        {
            Description = Marshal.PtrToStringAnsi(((delegate* unmanaged[Cdecl]<nint>)config)()) ?? "";
        }

        Lapack = new Lapack(library);
        Library = library;
    }

    /// <summary>What the library says about its build.</summary>
    public string Description { get; } = "";

    /// <summary>The library's handle.</summary>
    public nint Library { get; }

    /// <summary>The LAPACK routines in the same library.</summary>
    public Lapack Lapack { get; }

    /// <summary>Opens the library, or says why it cannot.</summary>
    public static OpenBlas? TryOpen(out string reason)
    {
        OpenBlasCoreType.Choose();
        nint library = NativeLibraries.TryOpen(["libopenblas.so.0", "libopenblas.so", "libopenblas.dll", "libopenblas.dylib"], out reason);
        return library == 0 ? null : new OpenBlas(library);
    }

    /// <summary>C = A·B, all row-major: A m×k, B k×n, C m×n.</summary>
    public void Gemm(int m, int n, int k, float[] a, float[] b, float[] c)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            _sgemm(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, pa, k, pb, n, 0, pc, n);
        }
    }

    /// <inheritdoc cref="Gemm(int, int, int, float[], float[], float[])"/>
    public void Gemm(int m, int n, int k, double[] a, double[] b, double[] c)
    {
        fixed (double* pa = a, pb = b, pc = c)
        {
            _dgemm(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, pa, k, pb, n, 0, pc, n);
        }
    }

    /// <summary>C = op(A)·op(B), all column-major without padding: op(A) m×k, op(B) k×n, C m×n.</summary>
    public void GemmColumnMajor(bool transposeA, bool transposeB, int m, int n, int k, float[] a, float[] b, float[] c)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            _sgemm(
                ColumnMajor, transposeA ? Transpose : NoTranspose, transposeB ? Transpose : NoTranspose, m, n, k,
                1, pa, transposeA ? k : m, pb, transposeB ? n : k, 0, pc, m);
        }
    }
}
