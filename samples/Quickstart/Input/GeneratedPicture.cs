namespace Quickstart.Input;

/// <summary>
/// Makes a picture-like matrix when no file is given: a smooth sky, a few round shapes, straight edges at several angles and a fine
/// texture. Its singular values fall quickly at first and slowly later, as a photograph's do.
/// </summary>
internal static class GeneratedPicture
{
    /// <summary>Draws the picture; the same arguments give the same picture on every machine with IEEE arithmetic.</summary>
    public static float[,] Create(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        Disc[] discs = [.. Enumerable.Range(0, 24).Select(_ => Disc.Draw(random))];
        Edge[] edges = [.. Enumerable.Range(0, 12).Select(_ => Edge.Draw(random))];

        float[,] values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            float y = (i + 0.5f) / rows;
            for (int j = 0; j < columns; j++)
            {
                float x = (j + 0.5f) / columns;
                float level = 0.75f - 0.35f * y + 0.1f * x * y;
                foreach (Disc disc in discs)
                {
                    level += disc.At(x, y);
                }

                foreach (Edge edge in edges)
                {
                    level += edge.At(x, y);
                }

                level += 0.04f * (random.NextSingle() - 0.5f) * y;
                values[i, j] = Math.Clamp(level, 0f, 1f);
            }
        }

        return values;
    }

    /// <summary>A soft round spot.</summary>
    private readonly record struct Disc(float X, float Y, float Radius, float Height)
    {
        public static Disc Draw(Random random) =>
            new(random.NextSingle(), random.NextSingle(), 0.03f + 0.15f * random.NextSingle(), 0.5f * (random.NextSingle() - 0.5f));

        public float At(float x, float y)
        {
            float dx = x - X, dy = y - Y;
            float q = 1 - (dx * dx + dy * dy) / (Radius * Radius);
            return q > 0 ? Height * q * q : 0;
        }
    }

    /// <summary>A half-plane that is a little darker or lighter, inside a box.</summary>
    private readonly record struct Edge(float NormalX, float NormalY, float Offset, float Left, float Right, float Height)
    {
        public static Edge Draw(Random random)
        {
            float nx = random.NextSingle() - 0.5f, ny = random.NextSingle() - 0.5f;
            float px = random.NextSingle(), py = random.NextSingle();
            float left = random.NextSingle() * 0.8f;
            return new Edge(nx, ny, nx * px + ny * py, left, left + 0.1f + 0.3f * random.NextSingle(), 0.3f * (random.NextSingle() - 0.5f));
        }

        public float At(float x, float y) => x >= Left && x < Right && NormalX * x + NormalY * y > Offset ? Height : 0;
    }
}
