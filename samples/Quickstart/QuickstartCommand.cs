using Quickstart.Input;

namespace Quickstart;

/// <summary>The whole program: reads or makes a matrix, compresses it, and reports.</summary>
internal static class QuickstartCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            QuickstartOptions options = QuickstartOptions.Parse(args);
            if (options.Help)
            {
                output.WriteLine(QuickstartOptions.Usage);
                return 0;
            }

            HostMatrix matrix = options.Input is null ? GeneratedPicture.Create(480, 640, seed: 1) : MatrixFile.Read(options.Input);
            output.WriteLine($"matrix     {matrix.Rows} x {matrix.Columns} float, {options.Input ?? "generated"}");
            return 0;
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine(QuickstartOptions.Usage);
            return 2;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }
}
