namespace Panther.Bench.Report;

/// <summary>A set of cases that belong together.</summary>
internal interface ISuite
{
    /// <summary>Runs every case.</summary>
    void Run(ReportSession session);
}
