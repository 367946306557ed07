using System.Runtime.InteropServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;

namespace Panther.Core;

/// <summary>Householder QR of a tall panel, on the host: slower than Cholesky QR, but orthonormal whatever the columns are.</summary>
internal static unsafe class HouseholderPanel
{
    private const long LargestCopy = 1 << 28;

    /// <summary>Replaces a panel by its Q factor and waits for it.</summary>
    /// <param name="stream">The stream that the panel's work is enqueued on.</param>
    /// <param name="panel">The panel, dense, by rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns, at most as many as rows.</param>
    /// <returns>R, columns×columns, by rows.</returns>
    public static double[] Factorize(DeviceStream stream, ArrayView<double> panel, long rows, int columns)
    {
        var triangle = new double[columns * columns];
        double* host = (double*)NativeMemory.Alloc(checked((nuint)(panel.Length * sizeof(double))));
        try
        {
            for (long i = 0; i < panel.Length; i += LargestCopy)
            {
                int count = (int)Math.Min(LargestCopy, panel.Length - i);
                stream.Copy(panel.SubView(i, count), new Span<double>(host + i, count));
            }

            fixed (double* r = triangle)
            {
                HostQr.Factor(
                    HostMatrix<double>.RowMajor(host, rows, columns, columns), HostMatrix<double>.RowMajor(r, columns, columns, columns));
            }

            for (long i = 0; i < panel.Length; i += LargestCopy)
            {
                int count = (int)Math.Min(LargestCopy, panel.Length - i);
                stream.Copy(new ReadOnlySpan<double>(host + i, count), panel.SubView(i, count));
            }

            stream.Synchronize();
        }
        finally
        {
            NativeMemory.Free(host);
        }

        return triangle;
    }
}
