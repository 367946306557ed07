using System.Diagnostics;
using System.Globalization;
using Panther.Bench.Harness;

namespace Panther.Bench.Suites.Engine.Start;

/// <summary>Runs <see cref="StartCommand"/> in processes of its own.</summary>
internal static class StartProcess
{
    /// <summary>A contender whose every run is a new process; its seconds are those that the process measured itself.</summary>
    /// <param name="verb">A verb of <see cref="StartCommand"/>.</param>
    /// <param name="device">The device's id, or what the verb takes for one.</param>
    /// <param name="cache">The directory of the kernel cache; null for none.</param>
    public static Contender Contender(string verb, string device, string? cache = null)
        => new(repeats => Enumerable.Range(0, repeats).Sum(_ => Run(verb, device, cache).Seconds));

    /// <summary>Runs one process.</summary>
    /// <returns>The seconds that the process measured, and how many kernels it loaded.</returns>
    public static (double Seconds, int Kernels) Run(string verb, string device, string? cache)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(StartProcess).Assembly.Location);
        }

        start.ArgumentList.Add(verb);
        start.ArgumentList.Add(device);

        // The driver has a cache of its own for what it compiles; without it cold is cold, for every contender.
        start.Environment["CUDA_CACHE_DISABLE"] = "1";
        start.Environment["POCL_KERNEL_CACHE"] = "0";
        start.Environment["PANTHER_CACHE"] = cache is null ? "off" : "on";
        start.Environment["PANTHER_CACHE_DIR"] = cache;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string[] words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0
            ? (double.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"the process '{verb} {device}' failed: {error.Result.Trim()}");
    }
}
