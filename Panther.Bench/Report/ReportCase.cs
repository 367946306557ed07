namespace Panther.Bench.Report;

/// <summary>What a row says beside its figures.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Type">The element type.</param>
/// <param name="Unit">The unit of the figures.</param>
/// <param name="Work">Bytes or operations of one run, for rates.</param>
internal sealed record ReportCase(string Name, string Shape, string Type, ReportUnit Unit, double Work = 0);
