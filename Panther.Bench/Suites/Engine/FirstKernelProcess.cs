using System.Diagnostics;
using System.Globalization;
using Panther.Bench.Harness;

namespace Panther.Bench.Suites.Engine;

/// <summary>Runs <see cref="FirstKernelCommand"/> in processes of its own.</summary>
internal static class FirstKernelProcess
{
    /// <summary>A contender whose every run is a new process; its seconds are those that the process measured itself.</summary>
    public static Contender Contender(string device) => new(repeats => Enumerable.Range(0, repeats).Sum(_ => Run(device)));

    private static double Run(string device)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FirstKernelProcess).Assembly.Location);
        }

        start.ArgumentList.Add(FirstKernelCommand.Verb);
        start.ArgumentList.Add(device);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the process for the first kernel on {device} failed: {error.Result.Trim()}");
    }
}
