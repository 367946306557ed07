using System.Diagnostics;
using System.Globalization;
using Panther.Jit.Runtime;

namespace Panther.Bench.Soak;

/// <summary>The verb <c>soak</c>: millions of launches with allocations, frees and graphs among them; memory must stay where it was.</summary>
internal static class SoakCommand
{
    public const string Verb = "soak";

    private const int Intervals = 20;

    /// <summary>By then caches, pools and tiered compilation have settled; from there on nothing may grow.</summary>
    private const int SettledIntervals = 5;

    /// <summary>Runs one command line.</summary>
    /// <returns>0 when memory stayed flat, 1 when it grew or the device failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (!TryParse(args, out string device, out long launches))
        {
            error.WriteLine("usage: Panther.Bench soak --device ID [--launches N]");
            return 2;
        }

        try
        {
            return Run(Device.Find(device), launches, output) ? 0 : 1;
        }
        catch (DeviceException e)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    private static bool TryParse(string[] args, out string device, out long launches)
    {
        device = "";
        launches = 10_000_000;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--device":
                    device = args[i + 1];
                    break;
                case "--launches" when long.TryParse(args[i + 1], CultureInfo.InvariantCulture, out launches):
                    break;
                default:
                    return false;
            }
        }

        return device.Length > 0 && args.Length % 2 == 0;
    }

    private static bool Run(Device device, long launches, TextWriter output)
    {
        output.WriteLine($"# device: {device}, {launches} launches");
        output.WriteLine(SoakSample.Header);
        long start = Stopwatch.GetTimestamp();
        List<SoakSample> samples = [];
        using (var work = new SoakWork(device))
        {
            for (int interval = 1; interval <= Intervals; interval++)
            {
                work.RunUntil(launches * interval / Intervals);
                samples.Add(SoakSample.Take(device, work.Launches, Stopwatch.GetElapsedTime(start)));
                output.WriteLine(samples[^1]);
            }
        }

        SoakSample[] settled = [.. samples.Skip(SettledIntervals - 1)];
        string? growth = SoakSample.Growth(settled[0], settled);
        output.WriteLine(growth is null ? "flat" : $"not flat: {growth}");
        return growth is null;
    }
}
