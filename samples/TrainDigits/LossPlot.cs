using System.Globalization;
using System.Text;

namespace TrainDigits;

/// <summary>Draws the loss over the steps, with a logarithmic scale, as SVG.</summary>
internal static class LossPlot
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 64;
    private const int Right = Width - 16;
    private const int Top = 36;
    private const int Bottom = Height - 44;

    /// <summary>Draws.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="points">Steps and losses; what is not positive is left out.</param>
    public static string Draw(string title, IReadOnlyList<(long Step, double Loss)> points)
    {
        (long Step, double Loss)[] shown = [.. points.Where(point => point.Loss > 0 && double.IsFinite(point.Loss))];
        long last = Math.Max(1, shown.Select(point => point.Step).DefaultIfEmpty().Max());
        int lowest = (int)Math.Floor(Math.Log10(shown.Select(point => point.Loss).DefaultIfEmpty(0.1).Min()));
        int highest = Math.Max(lowest + 1, (int)Math.Ceiling(Math.Log10(shown.Select(point => point.Loss).DefaultIfEmpty(1).Max())));
        double X(double step) => Left + (step / last * (Right - Left));
        double Y(double loss) => Bottom - ((Math.Log10(loss) - lowest) / (highest - lowest) * (Bottom - Top));

        var svg = new StringBuilder();
        void Add(FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        Add($"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Add($"""<text x="{Left}" y="22" font-size="14">{title.Replace("&", "&amp;").Replace("<", "&lt;")}</text>""");
        for (int power = lowest; power <= highest; power++)
        {
            double y = Y(Math.Pow(10, power));
            Add($"""<line x1="{Left}" y1="{y:F1}" x2="{Right}" y2="{y:F1}" stroke="#ddd"/>""");
            Add($"""<text x="{Left - 8}" y="{y + 4:F1}" text-anchor="end">{Math.Pow(10, power):G}</text>""");
        }

        for (int i = 0; i <= 4; i++)
        {
            Add($"""<text x="{X(last * i / 4.0):F1}" y="{Bottom + 18}" text-anchor="middle">{last * i / 4}</text>""");
        }

        Add($"""<text x="{(Left + Right) / 2}" y="{Height - 8}" text-anchor="middle">step</text>""");
        Add($"""<text x="14" y="{(Top + Bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 {(Top + Bottom) / 2})">loss</text>""");
        string line = string.Join(' ', shown.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):F1},{Y(point.Loss):F1}")));
        Add($"""<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>""");
        Add($"</svg>");
        return svg.ToString();
    }
}
