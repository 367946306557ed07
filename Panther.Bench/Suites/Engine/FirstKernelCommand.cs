using System.Diagnostics;
using System.Globalization;
using Panther.Bench.Native;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Suites.Engine;

/// <summary>
/// The hidden verb <c>first-kernel</c>: in a process that has done nothing else, goes from nothing to the end of one kernel and prints
/// the seconds that took.
/// </summary>
internal static class FirstKernelCommand
{
    public const string Verb = "first-kernel";

    /// <summary>Stands for the CUDA driver without Panther.</summary>
    public const string BareDriver = "driver";

    private const int Length = 1024;

    public static int Run(string device, TextWriter output, TextWriter error)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (device == BareDriver)
            {
                RunBare();
            }
            else
            {
                RunEngine(device);
            }
        }
        catch (Exception e)
        {
            error.WriteLine(e.Message);
            return 1;
        }

        output.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static void RunBare()
    {
        CudaDriver driver = CudaDriver.TryOpen(out string reason) ?? throw new InvalidOperationException(reason);
        nint stream = driver.CreateStream();
        new BareTriad(driver, stream, Length).Launch();
        driver.Synchronize(stream);
    }

    private static void RunEngine(string id)
    {
        Device device = Device.Find(id);
        using DeviceBuffer<float> a = device.Allocate<float>(Length), b = device.Allocate<float>(Length), c = device.Allocate<float>(Length);
        device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float>(TriadKernels.Scalar)
            .Launch(device.DefaultStream, new Index1D(Length), a.View, b.View, c.View, 3);
        device.DefaultStream.Synchronize();
    }
}
