using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine;

/// <summary>What the engine itself costs and reaches: memory throughput, a launch, and the way to the first kernel.</summary>
internal sealed partial class EngineSuite(Device device, IEngineReferences references) : ISuite
{
    public void Run(ReportSession session)
    {
        session.Say($"device: {device}");
        session.Step("triad", () => Triad(session));
        session.Step("elementwise", () => Elementwise(session));
        session.Step("kernels", () => Kernels(session));
        session.Step("launch", () => Launch(session));
        session.Step("graph", () => Graph(session));
        session.Step("first-kernel", () => FirstKernel(session));
        session.Step("kernel-library", () => KernelLibrary(session));
    }

    private void Triad(ReportSession session)
    {
        // Three arrays well above any cache: 192 MB on the CPU, 3 GB on a GPU.
        int length = device.IsProcessor ? (session.Quick ? 1 << 22 : 1 << 24) : (session.Quick ? 1 << 26 : 1 << 28);
        var random = new Random(1);
        float[] x = BenchData.Uniform<float>(random, length), y = BenchData.Uniform<float>(random, length);
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> a = device.Allocate<float>(x), b = device.Allocate<float>(y), c = device.Allocate<float>(length);

        Kernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float> scalar =
            device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float>(TriadKernels.Scalar);
        Kernel<Index1D, ArrayView<TriadKernels.Float4>, ArrayView<TriadKernels.Float4>, ArrayView<TriadKernels.Float4>, float> wide =
            device.LoadKernel<Index1D, ArrayView<TriadKernels.Float4>, ArrayView<TriadKernels.Float4>, ArrayView<TriadKernels.Float4>, float>(TriadKernels.Wide);

        const float S = 3;
        Reference[] beside = references.Triad(x, y, S);
        session.Compare(
            new ReportCase("triad-scalar", $"{length}", "float", ReportUnit.GigabytesPerSecond, 12.0 * length),
            StreamClock.Contender(stream, () => scalar.Launch(stream, new Index1D(length), a.View, b.View, c.View, S)),
            beside,
            () => RequireTriad(x, y, c, S));

        c.Clear();
        session.Compare(
            new ReportCase("triad-wide", $"{length / 4}x4", "float", ReportUnit.GigabytesPerSecond, 12.0 * length),
            StreamClock.Contender(
                stream,
                () => wide.Launch(
                    stream, new Index1D(length / 4), a.View.Cast<TriadKernels.Float4>(), b.View.Cast<TriadKernels.Float4>(), c.View.Cast<TriadKernels.Float4>(), S)),
            beside,
            () => RequireTriad(x, y, c, S));
        references.Release();
    }

    private void Launch(ReportSession session)
    {
        const int Length = 256;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> a = device.AllocateZeroed<float>(Length), b = device.AllocateZeroed<float>(Length), c = device.AllocateZeroed<float>(Length);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float> kernel =
            device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float>(TriadKernels.Scalar);
        ArrayView<float> va = a.View, vb = b.View, vc = c.View;

        session.Compare(
            new ReportCase("launch-enqueue", $"{Length}", "float", ReportUnit.Microseconds),
            EnqueueClock.Contender(() => kernel.Launch(stream, new Index1D(Length), va, vb, vc, 3), stream.Synchronize),
            references.Enqueue(Length));
        session.Compare(
            new ReportCase("launch-and-wait", $"{Length}", "float", ReportUnit.Microseconds),
            Contender.Host(() =>
            {
                kernel.Launch(stream, new Index1D(Length), va, vb, vc, 3);
                stream.Synchronize();
            }),
            references.LaunchAndWait(Length));
        references.Release();
    }

    private static void RequireTriad(float[] x, float[] y, DeviceBuffer<float> c, float s)
    {
        float[] result = c.ToArray();
        for (int i = 0; i < result.Length; i++)
        {
            // Two roundings in this order are what IEEE arithmetic gives; anything else is a wrong kernel.
            if (result[i] != x[i] + s * y[i])
            {
                throw new InvalidOperationException($"element {i} is {result[i]:R}, not {x[i] + s * y[i]:R}.");
            }
        }
    }
}
