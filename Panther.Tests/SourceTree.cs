namespace Panther.Tests;

/// <summary>The sources that the tests were built from, for tests that rewrite a snapshot.</summary>
internal static class SourceTree
{
    /// <summary>The full path of a file of the repository.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run where the sources are not.</exception>
    public static string File(string relativePath)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Panther.sln")))
            {
                return Path.Combine(at.FullName, relativePath);
            }
        }

        throw new DirectoryNotFoundException("Snapshots can only be updated where the sources are.");
    }
}
