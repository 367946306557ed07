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

    /// <summary>Runs a part of a suite; a failure in it is said and does not end the suite.</summary>
    public void Step(string name, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e)
        {
            Failed = true;
            Say($"{name} failed: {e.Message}");
        }
    }

    /// <summary>Times ours and the references that are present in alternating runs, and adds a row a reference.</summary>
    /// <param name="case">What the rows say.</param>
    /// <param name="ours">Our side.</param>
    /// <param name="references">The other sides, or why they are missing.</param>
    /// <param name="verify">Throws when our side computed something wrong; its figures do not count then.</param>
    public void Compare(ReportCase @case, Contender ours, ReadOnlySpan<Reference> references, Action? verify = null)
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
            verify?.Invoke();
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
                Say($"reference {reference.Name} of {@case.Name} {@case.Shape} is missing: {reference.Missing}");
            }
        }

        if (references.IsEmpty)
        {
            Add(@case, value, "none", null);
        }
    }

    /// <summary>Adds the geometric mean of the ratios to one reference of all rows with the given names, and says which is the lowest.</summary>
    /// <param name="name">What the rows have in common.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="names">The rows' names.</param>
    public void Mean(string name, string reference, IReadOnlyCollection<string> names)
    {
        ReportRow[] rows = [.. Rows.Where(row => row.Reference == reference && row.Ratio > 0 && names.Contains(row.Name))];
        if (rows.Length > 0)
        {
            double mean = Math.Exp(rows.Average(row => Math.Log(row.Ratio!.Value)));
            Add(new ReportCase(name, $"{rows.Length} rows", rows[0].Type, ReportUnit.Times), mean, reference, 1);
            ReportRow lowest = rows.MinBy(row => row.Ratio)!;
            Say($"lowest of {name}: {lowest.Name} {lowest.Shape}, {Text(lowest.Ratio)} times {reference}");
        }
    }

    /// <summary>Prints a line that is no row.</summary>
    public void Say(string line) => output.WriteLine("# " + line);

    private void Fail(ReportCase @case, string reason)
    {
        Failed = true;
        Add(@case, null, "none", null);
        Say($"{@case.Name} {@case.Shape} failed: {reason}");
    }

    private void Add(ReportCase @case, double? value, string reference, double? referenceValue)
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
