using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Panther.Bench.Native;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine.Start;

/// <summary>
/// Hidden verbs that measure a start, in a process that has done nothing else: they print the seconds that it took, and how many kernels were loaded.
/// </summary>
internal static class StartCommand
{
    /// <summary>From nothing to the end of one kernel.</summary>
    public const string FirstKernel = "first-kernel";

    /// <summary>From an open device to the end of one run of every kernel of the library.</summary>
    public const string Library = "kernel-library";

    /// <summary>Stands for the CUDA driver without Panther.</summary>
    public const string BareDriver = "driver";

    /// <summary>Stands for nothing but making a CUDA context.</summary>
    public const string BareContext = "context";

    private const int Length = 1024;

    /// <summary>The milliseconds of the first kernel's parts, for a person to read.</summary>
    private static string Steps { get; set; } = "";

    public static int Run(string verb, string device, TextWriter output, TextWriter error)
    {
        long start = Stopwatch.GetTimestamp();
        int kernels = 1;
        try
        {
            switch (verb, device)
            {
                case (FirstKernel, BareContext):
                    OpenBare();
                    break;
                case (FirstKernel, BareDriver):
                    RunBare();
                    break;
                case (FirstKernel, _):
                    RunEngine(device);
                    break;
                default:
                    Device opened = Device.Find(device);
                    RunEngine(device);
                    start = Stopwatch.GetTimestamp();
                    KernelTour.Run(opened.DefaultStream);
                    kernels = opened.LoadedKernels;
                    break;
            }
        }
        catch (Exception e)
        {
            error.WriteLine(e.Message);
            return 1;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:R} {kernels} (methods compiled by .NET: {JitInfo.GetCompiledMethodCount()} in {JitInfo.GetCompilationTime().TotalMilliseconds:F0} ms{Steps})"));
        return 0;
    }

    private static CudaDriver OpenBare() => CudaDriver.TryOpen(out string reason) ?? throw new InvalidOperationException(reason);

    private static void RunBare()
    {
        CudaDriver driver = OpenBare();
        nint stream = driver.CreateStream();
        new BareTriad(driver, stream, Length).Launch();
        driver.Synchronize(stream);
    }

    private static void RunEngine(string id)
    {
        long start = Stopwatch.GetTimestamp();
        Device device = Device.Find(id);
        Step("find", ref start);
        using DeviceBuffer<float> a = device.Allocate<float>(Length), b = device.Allocate<float>(Length), c = device.Allocate<float>(Length);
        Step("open", ref start);
        Kernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float> kernel =
            device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float>(TriadKernels.Scalar);
        Step("load", ref start);
        kernel.Launch(device.DefaultStream, new Index1D(Length), a.View, b.View, c.View, 3);
        device.DefaultStream.Synchronize();
        Step("run", ref start);
    }

    private static void Step(string name, ref long start)
    {
        Steps += string.Create(CultureInfo.InvariantCulture, $", {name} {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1}");
        start = Stopwatch.GetTimestamp();
    }
}
