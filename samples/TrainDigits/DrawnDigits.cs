namespace TrainDigits;

/// <summary>Draws digits when there is no file: strokes between points, turned, slanted, stretched and moved a little, each otherwise.</summary>
internal static class DrawnDigits
{
    private const int Fine = 4;

    // Points of each digit's strokes in a square of 0..6 (x to the right, y downwards); two blanks lift the pen.
    private static readonly string[] Strokes =
    [
        "30 11 02 04 15 36 55 64 62 51 30", "21 40 46  26 66", "11 30 51 52 16 56", "10 50 33 54 45 16", "40 04 64  40 46", "50 10 13 43 54 45 16",
        "40 12 04 15 36 55 54 33 14", "10 60 26", "30 11 12 33 52 51 30 33 14 15 36 55 54 33", "53 32 12 20 40 52 36",
    ];

    /// <summary>Draws so many digits, of each as many as of the others.</summary>
    public static Digits Create(int count, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % Digits.Classes)];
        return new Digits([.. labels.Select(label => Draw(Strokes[label], random))], labels);
    }

    private static float[] Draw(string strokes, Random random)
    {
        double Jitter(double size) => size * ((2 * random.NextDouble()) - 1);
        (double angle, double slant) = (Jitter(0.2), Jitter(0.3));
        (double width, double height) = (0.85 + Jitter(0.15), 0.95 + Jitter(0.1));
        (double right, double down) = (3.5 + Jitter(0.4), 3.5 + Jitter(0.3));
        double pen = 0.75 + Jitter(0.2);
        (double X, double Y)[][] lines = [.. Lines(strokes).Select(line => line.Select(point =>
        {
            (double x, double y) = (width * (point.X - 3 + Jitter(0.35)), height * (point.Y - 3 + Jitter(0.35)));
            x -= slant * y;
            return (right + (x * Math.Cos(angle)) - (y * Math.Sin(angle)), down + (x * Math.Sin(angle)) + (y * Math.Cos(angle)));
        }).ToArray())];
        float[] picture = new float[Digits.Length];
        for (int i = 0; i < Digits.Length * Fine * Fine; i++)
        {
            (int row, int column) = Math.DivRem(i, Digits.Side * Fine);
            (double x, double y) = (((column + 0.5) / Fine) - 0.5, ((row + 0.5) / Fine) - 0.5);
            double distance = lines.Min(line => line.Zip(line.Skip(1), (from, to) => Distance(x, y, from, to)).Min());
            picture[(row / Fine * Digits.Side) + (column / Fine)] += distance < pen ? 1f / (Fine * Fine) : 0;
        }

        return picture;
    }

    private static IEnumerable<(double X, double Y)[]> Lines(string strokes)
        => strokes.Split("  ").Select(line => line.Split(' ').Select(point => ((double)(point[0] - '0'), (double)(point[1] - '0'))).ToArray());

    private static double Distance(double x, double y, (double X, double Y) from, (double X, double Y) to)
    {
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double along = Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / Math.Max((dx * dx) + (dy * dy), 1e-9), 0, 1);
        return Math.Sqrt(Math.Pow(x - from.X - (along * dx), 2) + Math.Pow(y - from.Y - (along * dy), 2));
    }
}
