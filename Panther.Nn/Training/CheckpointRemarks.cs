using System.Globalization;

namespace Panther.Nn;

/// <summary>Reads what a checkpoint holds beside tensors.</summary>
internal static class CheckpointRemarks
{
    /// <exception cref="InvalidDataException">There is no such remark.</exception>
    public static string Text(SafetensorsFile file, string name)
        => file.Metadata.TryGetValue(name, out string? value) ? value : throw new InvalidDataException($"The file has no '{name}'.");

    /// <exception cref="InvalidDataException">There is no such remark, or it is no whole number from 0 on.</exception>
    public static long Count(SafetensorsFile file, string name)
        => long.TryParse(Text(file, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"'{name}' of the file is no count.");

    /// <exception cref="InvalidDataException">There is no such remark, or it is no number.</exception>
    public static double Number(SafetensorsFile file, string name)
        => double.TryParse(Text(file, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"'{name}' of the file is no number.");
}
