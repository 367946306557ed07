namespace Panther.Bench.Report;

/// <summary>One case beside one reference.</summary>
/// <param name="Name">What was done, such as <c>gemm-host</c>.</param>
/// <param name="Shape">Sizes, such as <c>1024x1024x1024</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Value">Our figure, or <see langword="null"/> when the case failed.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Reference">The name of the reference.</param>
/// <param name="ReferenceValue">Its figure, or <see langword="null"/> when it is not on this machine.</param>
/// <param name="Ratio">Above 1 when ours is the better one, whatever the unit.</param>
/// <param name="Device">The device that ran our side.</param>
internal sealed record ReportRow(
    string Name, string Shape, string Type, double? Value, string Unit, string Reference, double? ReferenceValue, double? Ratio, string Device);
