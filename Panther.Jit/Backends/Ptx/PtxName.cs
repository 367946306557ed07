using System.Text;

namespace Panther.Jit.Backends.Ptx;

/// <summary>Makes PTX identifiers of names of C#.</summary>
internal static class PtxName
{
    private const int LongestName = 200;

    /// <summary>Keeps letters and digits of ASCII, and puts one underscore for each run of anything else.</summary>
    public static string Of(string name)
    {
        var result = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != '_')
            {
                result.Append('_');
            }
        }

        string text = result.ToString(0, Math.Min(result.Length, LongestName)).Trim('_');
        return text.Length == 0 ? "kernel" : char.IsAsciiDigit(text[0]) ? "_" + text : text;
    }
}
