using System.Globalization;
using Panther.Bench.Harness;

namespace Panther.Bench.Report;

/// <summary>Runs cases and collects their rows; prints each row as soon as it is known.</summary>
internal sealed class ReportSession(TextWriter output, string device, bool quick)
{
    private const string Layout = "{0,-26} {1,-18} {2,-7} {3,12} {4,-8} {5,-12} {6,12} {7,7}  {8}";

    private bool _headerPrinted;

    /// <summary>Whether sizes and numbers of runs are to be small.</summary>
    public bool Quick { get; } = quick;

    public List<ReportRow> Rows { get; } = [];

    /// <summary>Whether any case of ours failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Times ours and the references that are present in alternating runs, and adds a row a reference.</summary>
    public void Compare(ReportCase @case, Contender ours, params ReadOnlySpan<Reference> references)
    {
        List<Contender> contenders = [ours];
        foreach (Reference reference in references)
        {
            if (reference.Contender is not null)
            {
                contenders.Add(reference.Contender);
            }
        }

        double[] seconds;
        try
        {
            seconds = PairedTimer.Medians(contenders, PairedTimerBudget.For(Quick));
        }
        catch (Exception e)
        {
            Fail(@case, e.Message);
            return;
        }

        int next = 1;
        double value = @case.Unit.Figure(@case.Work, seconds[0]);
        foreach (Reference reference in references)
        {
            double? theirs = reference.Contender is null ? null : @case.Unit.Figure(@case.Work, seconds[next++]);
            Add(@case, value, reference.Name, theirs);
            if (reference.Missing is not null)
            {
                Say($"reference {reference.Name} of {@case.Name} is missing: {reference.Missing}");
            }
        }

        if (references.IsEmpty)
        {
            Add(@case, value, "none", null);
        }
    }

    /// <summary>Adds a row of ours that could not be measured, with its reason in a line.</summary>
    public void Fail(ReportCase @case, string reason)
    {
        Failed = true;
        Add(@case, null, "none", null);
        Say($"{@case.Name} {@case.Shape} failed: {reason}");
    }

    /// <summary>Prints a line that is no row.</summary>
    public void Say(string line) => output.WriteLine("# " + line);

    /// <summary>Adds one row; the ratio follows from the figures.</summary>
    public void Add(ReportCase @case, double? value, string reference, double? referenceValue)
    {
        double? ratio = value is { } ours && referenceValue is { } theirs ? @case.Unit.Ratio(ours, theirs) : null;
        var row = new ReportRow(
            @case.Name, @case.Shape, @case.Type, Rounded(value), @case.Unit.Name, reference, Rounded(referenceValue), Rounded(ratio), device);
        Rows.Add(row);

        if (!_headerPrinted)
        {
            _headerPrinted = true;
            output.WriteLine(Layout, "name", "shape", "type", "value", "unit", "reference", "its value", "ratio", "device");
        }

        output.WriteLine(
            Layout, row.Name, row.Shape, row.Type, Text(row.Value), row.Unit, row.Reference, Text(row.ReferenceValue), Text(row.Ratio), row.Device);
    }

    // Four significant digits are more than the noise of any of these measurements leaves.
    private static double? Rounded(double? value) =>
        value is { } v && double.IsFinite(v) ? double.Parse(v.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
