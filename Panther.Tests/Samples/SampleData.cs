namespace Panther.Tests.Samples;

/// <summary>Finds the folder with real data that may lie beside the repository.</summary>
internal static class SampleData
{
    /// <summary>The path of a data file; skips the calling test, saying why, where it is missing.</summary>
    public static string PathOrSkip(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/data/{file} is in no folder above {AppContext.BaseDirectory}.");
        return file;
    }
}
