using BenchmarkDotNet.Running;
using Panther.Bench.Report;
using Panther.Bench.Suites.Engine;

return args switch
{
    ["report", .. var rest] => ReportCommand.Run(rest, Console.Out, Console.Error),
    [FirstKernelCommand.Verb, var device] => FirstKernelCommand.Run(device, Console.Out, Console.Error),
    ["host", .. var rest] => RunHost(rest),
    _ => ShowUsage(),
};

static int RunHost(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(ReportCommand).Assembly).Run(args);
    return 0;
}

static int ShowUsage()
{
    Console.Error.WriteLine(ReportOptions.Usage);
    return 2;
}
