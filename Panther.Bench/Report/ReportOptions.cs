namespace Panther.Bench.Report;

/// <summary>What the command line of <c>report</c> asks for.</summary>
internal sealed record ReportOptions
{
    public const string Usage = """
        usage: Panther.Bench report --suite engine|tensorcores|gemm|sketch|decompositions|svd|qr|least-squares|nn|char-transformer|random-features --device cpu|cuda|opencl[:N] [--quick] [--json FILE]
               Panther.Bench soak --device ID [--launches N]
               Panther.Bench host [BenchmarkDotNet options]
          report   one row a case and reference: ours beside others' work, timed in the same process in alternating runs
          soak     launches kernels, allocates and frees for a long time, and fails unless memory stays flat
          host     BenchmarkDotNet classes for work on the host
          --quick  smaller sizes and fewer runs
          --json   also writes the rows as an array of objects
        """;

    private static readonly string[] Suites = ["engine", "tensorcores", "gemm", "sketch", "decompositions", "svd", "qr", "least-squares", "nn", "char-transformer", "random-features"];
    private static readonly string[] Devices = ["cpu", "cuda", "opencl"];

    /// <summary>The suite to run.</summary>
    public required string Suite { get; init; }

    /// <summary>The kind of device to run it on, or a device's id.</summary>
    public required string Device { get; init; }

    /// <summary>Whether to take smaller sizes and fewer runs.</summary>
    public bool Quick { get; init; }

    /// <summary>The file for the rows, or <see langword="null"/>.</summary>
    public string? Json { get; init; }

    /// <summary>Parses the words after <c>report</c>.</summary>
    /// <exception cref="FormatException">An option is unknown, lacks its value, or has one that is not offered.</exception>
    public static ReportOptions Parse(ReadOnlySpan<string> args)
    {
        string? suite = null, device = null, json = null;
        bool quick = false;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--suite":
                    suite = OneOf(Value(args, ref i), Suites);
                    break;
                case "--device":
                    device = DeviceOf(Value(args, ref i));
                    break;
                case "--json":
                    json = Value(args, ref i);
                    break;
                case "--quick":
                    quick = true;
                    break;
                default:
                    throw new FormatException($"'{args[i]}' is not an option.");
            }
        }

        return new ReportOptions
        {
            Suite = suite ?? throw new FormatException("--suite is missing."),
            Device = device ?? throw new FormatException("--device is missing."),
            Quick = quick,
            Json = json,
        };
    }

    private static string Value(ReadOnlySpan<string> args, ref int at) =>
        at + 1 < args.Length ? args[++at] : throw new FormatException($"{args[at]} needs a value.");

    private static string DeviceOf(string value)
    {
        OneOf(value.Split(':')[0], Devices);
        return value;
    }

    private static string OneOf(string value, string[] offered) =>
        offered.Contains(value) ? value : throw new FormatException($"'{value}' is not one of {string.Join(", ", offered)}.");
}
