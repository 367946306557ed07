using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/sketches.md shows.</summary>
internal static class SketchesExample
{
    public static void Run()
    {
        float[,] values = new float[100_000, 64];
        var random = new Random(1);
        for (int i = 0; i < values.GetLength(0); i++)
        {
            for (int j = 0; j < values.GetLength(1); j++)
            {
                values[i, j] = random.NextSingle() - 0.5f;
            }
        }

        using DeviceMatrix<float> a = DeviceMatrix<float>.Create(Device.Default, values);
        SketchOperator s = new SjltSketch(rows: 512, columns: a.Rows).Sample(seed: 7);
        using DeviceMatrix<float> sketch = s.ApplyLeft(a);      // S·A, 512×64

        // The same sketch from batches of rows.
        using var stream = new StreamingSketch<float>(s, a.Device, columns: a.Columns);
        stream.Append(a);
        Console.WriteLine($"{sketch.Rows}x{sketch.Columns}, {stream.Sketch.Rows}x{stream.Sketch.Columns}");
    }
}
