using BenchmarkDotNet.Running;
using Panther.Bench.Report;
using Panther.Bench.Soak;
using Panther.Bench.Suites.Engine.Start;

return args switch
{
    ["report", .. var rest] => ReportCommand.Run(rest, Console.Out, Console.Error),
    [StartCommand.FirstKernel or StartCommand.Library, var device] => StartCommand.Run(args[0], device, Console.Out, Console.Error),
    [SoakCommand.Verb, .. var rest] => SoakCommand.Run(rest, Console.Out, Console.Error),
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
