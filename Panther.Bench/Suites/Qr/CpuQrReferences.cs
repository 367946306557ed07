using System.Diagnostics;
using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Qr;

/// <summary>LAPACK from OpenBLAS: with column pivoting, without Q; and without pivoting, with Q.</summary>
internal sealed class CpuQrReferences : IQrReferences
{
    public Reference[] Factor<T>(T[] values, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string reason;
        try
        {
            if (OpenBlas.TryOpen(out reason) is { } blas)
            {
                var lapack = new LapackQr<T>(blas.Library);
                return
                [
                    Reference.Present("geqp3", OnCopy(values, a => lapack.FactorPivoted(rows, columns, a))),
                    Reference.Present("geqrf", OnCopy(values, a => lapack.Factor(rows, columns, a))),
                ];
            }
        }
        catch (EntryPointNotFoundException e)
        {
            reason = e.Message;
        }

        return [Reference.Absent("geqp3", reason), Reference.Absent("geqrf", reason)];
    }

    public void Release()
    {
    }

    /// <summary>The routines destroy their input; putting it back is not their work.</summary>
    private static Contender OnCopy<T>(T[] values, Action<T[]> run)
    {
        var copy = new T[values.Length];
        return new Contender(repeats =>
        {
            double seconds = 0;
            for (int i = 0; i < repeats; i++)
            {
                values.CopyTo(copy, 0);
                long start = Stopwatch.GetTimestamp();
                run(copy);
                seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            return seconds;
        });
    }
}
