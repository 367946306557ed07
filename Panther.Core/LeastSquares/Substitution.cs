using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Factor.Host;
using Panther.Kernels.Gemm.Host;

namespace Panther.Core;

internal static unsafe class Substitution
{
    public static void Solve(DeviceStream stream, ArrayView<double> triangle, int order, ArrayView<double> panel, int columns, bool isTransposed)
    {
        var work = new Work(
            HostMatrix<double>.RowMajor(stream.HostPointer(triangle), order, order, order),
            HostMatrix<double>.RowMajor(stream.HostPointer(panel), order, columns, columns),
            isTransposed);
        stream.EnqueueHost("Substitution", work, static (w, parallel) =>
            HostTriangular.SolveLeft(!w.IsTransposed, false, w.IsTransposed ? w.Triangle.Transposed : w.Triangle, w.Panel, parallel.Degree));
    }

    private sealed record Work(HostMatrix<double> Triangle, HostMatrix<double> Panel, bool IsTransposed);
}
