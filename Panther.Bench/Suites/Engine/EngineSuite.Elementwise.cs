using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine;

/// <content>Plain elementwise kernels of every element size, beside copies of as many bytes.</content>
internal sealed partial class EngineSuite
{
    private void Elementwise(ReportSession session)
    {
        int length = device.Kind == DeviceKind.Cuda ? 1 << 26 : session.Quick ? 1 << 20 : 1 << 23;
        Elementwise<float>(session, length);
        Elementwise<double>(session, length);
        Elementwise<Half>(session, length);
        Elementwise<BFloat16>(session, length);
        Elementwise<int>(session, length);
    }

    private void Elementwise<T>(ReportSession session, int length)
        where T : unmanaged, INumber<T>
    {
        // A period that no power of two divides, so that a wrong element is not hidden by an equal one.
        T[] values = new T[length];
        T[] period = [.. Enumerable.Range(0, 1021).Select(i => T.CreateTruncating(i % 251))];
        for (int i = 0; i < length; i++)
        {
            values[i] = period[i % period.Length];
        }

        using DeviceBuffer<T> x = device.Allocate<T>(values), y = device.Allocate<T>(values), z = device.Allocate<T>(length);
        T a = T.CreateTruncating(3);
        Compare("copy", 2, ElementwiseKernels.Copy, (u, _, _) => u);
        Compare("scale", 2, ElementwiseKernels.Scale, (u, _, _) => a * u);
        Compare("triad", 3, ElementwiseKernels.Triad, (u, v, _) => u + a * v);
        Compare("axpy", 3, ElementwiseKernels.Axpy, (u, _, w) => w + a * u);

        void Compare(string name, int moves, Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, T> method, Func<T, T, T, T> expected)
        {
            DeviceStream stream = device.DefaultStream;
            long bytes = (long)moves * length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            var kernel = device.LoadKernel(method);
            session.Compare(
                new ReportCase($"elementwise-{name}", $"{length}", BenchData.TypeName<T>(), ReportUnit.GigabytesPerSecond, bytes),
                StreamClock.Contender(stream, () => kernel.Launch(stream, length, x.View, y.View, z.View, a)),
                references.Move(bytes),
                () =>
                {
                    z.CopyFrom(values);
                    kernel.Launch(stream, length, x.View, y.View, z.View, a);
                    T[] result = z.ToArray();
                    for (int i = 0; i < length; i += 509)
                    {
                        if (result[i] != expected(values[i], values[i], values[i]))
                        {
                            throw new InvalidOperationException($"element {i} is {result[i]}, not {expected(values[i], values[i], values[i])}.");
                        }
                    }
                });
            references.Release();
        }
    }
}
