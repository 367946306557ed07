using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Bench.Suites.Engine.Start;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine;

/// <content>Starts of processes, with and without what earlier ones compiled; and graphs.</content>
internal sealed partial class EngineSuite
{
    private void FirstKernel(ReportSession session)
    {
        using var cache = new TemporaryFolder();
        session.Compare(
            new ReportCase(StartCommand.FirstKernel, "cold", "float", ReportUnit.Milliseconds),
            StartProcess.Contender(StartCommand.FirstKernel, device.Id),
            references.FirstKernel());
        if (KeepsKernels())
        {
            StartProcess.Run(StartCommand.FirstKernel, device.Id, cache.Path);
            session.Compare(
                new ReportCase(StartCommand.FirstKernel, "from the disk", "float", ReportUnit.Milliseconds),
                StartProcess.Contender(StartCommand.FirstKernel, device.Id, cache.Path),
                references.FirstKernel());
        }
    }

    private void KernelLibrary(ReportSession session)
    {
        if (!KeepsKernels())
        {
            return;
        }

        using var cache = new TemporaryFolder();
        (double seconds, int kernels) = StartProcess.Run(StartCommand.Library, device.Id, cache.Path);
        session.Say($"kernel-library cold: {kernels} kernels in {seconds:F2} s, once");
        long bytes = Directory.EnumerateFiles(cache.Path).Sum(file => new FileInfo(file).Length);
        session.Compare(
            new ReportCase(StartCommand.Library, $"{kernels} kernels, disk", "both", ReportUnit.Milliseconds),
            StartProcess.Contender(StartCommand.Library, device.Id, cache.Path),
            []);
        session.Say($"kernel-library: {bytes} bytes on disk");
    }

    private void Graph(ReportSession session)
    {
        const int Length = 256, Launches = 20;
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> a = device.AllocateZeroed<float>(Length), b = device.AllocateZeroed<float>(Length), c = device.AllocateZeroed<float>(Length);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float> kernel =
            device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float>(TriadKernels.Scalar);
        void Enqueue(DeviceStream s)
        {
            for (int i = 0; i < Launches; i++)
            {
                kernel.Launch(s, new Index1D(Length), a.View, b.View, c.View, 3);
            }
        }

        using LaunchGraph graph = stream.Capture(Enqueue);
        session.Compare(
            new ReportCase("graph-of-launches", $"{Launches}x{Length}", "float", ReportUnit.Microseconds),
            Contender.Host(() =>
            {
                graph.Launch(stream);
                stream.Synchronize();
            }),
            [
                Reference.Present("launches", Contender.Host(() =>
                {
                    Enqueue(stream);
                    stream.Synchronize();
                })),
            ]);
    }

    /// <summary>Whether the device's compiled kernels can be kept on disk.</summary>
    private bool KeepsKernels() => device.Kind == DeviceKind.Cuda;
}
