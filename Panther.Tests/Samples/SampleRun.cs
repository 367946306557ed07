namespace Panther.Tests.Samples;

/// <summary>Runs the program of a sample inside the test.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it complained about.</param>
internal sealed record SampleRun(int Code, string Output, string Error)
{
    public static SampleRun Of(Func<string[], TextWriter, TextWriter, int> program, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = program(args, output, error);
        return new SampleRun(code, output.ToString(), error.ToString());
    }
}
