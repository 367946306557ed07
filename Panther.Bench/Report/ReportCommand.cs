using System.Diagnostics;
using System.Runtime.InteropServices;
using Panther.Bench.Suites;
using Panther.Jit.Runtime;

namespace Panther.Bench.Report;

/// <summary>The verb <c>report</c>.</summary>
internal static class ReportCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>0, 1 when a case failed or the device is not there, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ReportOptions options;
        try
        {
            options = ReportOptions.Parse(args);
        }
        catch (FormatException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine(ReportOptions.Usage);
            return 2;
        }

        ISuite[] suites;
        try
        {
            suites = SuiteCatalog.Create(options.Suite, options.Device);
        }
        catch (Exception e) when (e is DeviceNotFoundException or InvalidOperationException)
        {
            error.WriteLine(e.Message);
            return 1;
        }

        var session = new ReportSession(output, options.Device, options.Quick);
        session.Say($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores");
        long start = Stopwatch.GetTimestamp();
        foreach (ISuite suite in suites)
        {
            session.Step(options.Suite, () => suite.Run(session));
        }

        session.Say($"{session.Rows.Count} rows in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        if (options.Json is not null)
        {
            ReportJson.Write(options.Json, session.Rows);
        }

        return session.Failed ? 1 : 0;
    }
}
