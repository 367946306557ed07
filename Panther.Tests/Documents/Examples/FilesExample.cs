using Panther.Core;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/files.md shows.</summary>
internal static class FilesExample
{
    public static void Run()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        float[,] matrix = { { 1, 0 }, { 0, 0.5f }, { 0, 2 } };

        // The name says the format; .gz after it means compressed.
        MatrixFile.Write(Path.Combine(folder, "a.npy"), matrix);
        double[,] doubles = MatrixFile.Read<double>(Path.Combine(folder, "a.npy"));

        // Tables with names of columns.
        CsvFile.Write(Path.Combine(folder, "a.csv.gz"), matrix, header: ["height", "width"]);
        CsvTable<float> table = CsvFile.Read<float>(Path.Combine(folder, "a.csv.gz"));
        Console.WriteLine($"{string.Join(" and ", table.Header)}: {table.Values.GetLength(0)} rows");

        // Sparse matrices, straight to a device and back.
        File.WriteAllText(Path.Combine(folder, "a.mtx"), "%%MatrixMarket matrix coordinate real general\n3 2 3\n1 1 1\n2 2 0.5\n3 2 2\n");
        using CsrMatrix<float> sparse = MatrixMarketFile.ReadSparse<float>(Path.Combine(folder, "a.mtx"));
        MatrixMarketFile.Write(Path.Combine(folder, "b.mtx.gz"), sparse);

        // Several arrays in one file, as numpy.savez does.
        NpzFile.Write(Path.Combine(folder, "all.npz"), new Dictionary<string, double[,]> { ["x"] = doubles, ["y"] = doubles });
        double[,] x = NpzFile.Read<double>(Path.Combine(folder, "all.npz"), "x");

        // A file from somebody else may be anything: limits hold, and what is wrong is said with its place.
        try
        {
            File.WriteAllText(Path.Combine(folder, "bad.csv"), "1,2\n3,four\n");
            MatrixFile.Read<float>(Path.Combine(folder, "bad.csv"), new MatrixFileLimits { MaximumElements = 1_000_000 });
        }
        catch (InvalidDataException e)
        {
            Console.WriteLine(e.Message); // Line 2 of the .csv file is wrong: field 2 is not a finite Single: 'four'.
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine(x.Length);
    }
}
