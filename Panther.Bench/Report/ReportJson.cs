using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panther.Bench.Report;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<ReportRow>))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes <paramref name="rows"/> to <paramref name="path"/> as a JSON array.</summary>
    public static void Write(string path, List<ReportRow> rows)
    {
        using FileStream file = File.Create(path);
        JsonSerializer.Serialize(file, rows, Default.ListReportRow);
    }
}
