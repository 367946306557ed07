using System.Diagnostics;

namespace Panther.Tests.Samples;

/// <summary>The programs as a shell sees them; what they do with their arguments is tested inside this process.</summary>
public sealed class SampleProgramTests
{
    [Theory]
    [InlineData("CharTransformer")]
    [InlineData("CompressPicture")]
    [InlineData("FitLeastSquares")]
    [InlineData("PrincipalComponents")]
    [InlineData("Quickstart")]
    [InlineData("TrainDigits")]
    public async Task Program_UnknownOption_EndsWithTwoAndSaysWhy(string name)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet")
        {
            start.FileName = own;
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        }
        else
        {
            start.FileName = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        }

        start.ArgumentList.Add("--no-such-option");
        using Process program = Process.Start(start)!;
        Task<string> output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (program.ExitCode, await output));
        Assert.StartsWith($"'--no-such-option' is not an option.{Environment.NewLine}usage: {name}", error, StringComparison.Ordinal);
    }
}
