using Panther.Bench.Harness;

namespace Panther.Bench.Report;

/// <summary>Something to compare with: either a contender, or the reason why there is none.</summary>
internal sealed record Reference
{
    private Reference(string name, Contender? contender, string? missing)
    {
        Name = name;
        Contender = contender;
        Missing = missing;
    }

    public string Name { get; }

    public Contender? Contender { get; }

    public string? Missing { get; }

    public static Reference Present(string name, Contender contender) => new(name, contender, null);

    public static Reference Absent(string name, string reason) => new(name, null, reason);
}
