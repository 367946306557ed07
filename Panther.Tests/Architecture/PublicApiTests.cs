using System.Reflection;

namespace Panther.Tests.Architecture;

/// <summary>
/// Holds the public surface of each library in a text file. After an intended change run the tests once with the environment variable
/// <c>PANTHER_UPDATE_PUBLIC_API=1</c>, look at the difference of <c>Panther.Tests/PublicApi</c>, and commit it.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Panther.Jit")]
    [InlineData("Panther.Kernels")]
    [InlineData("Panther.Core")]
    [InlineData("Panther.Nn")]
    public void PublicSurface_OfALibrary_IsTheSnapshot(string library)
    {
        string actual = PublicApiText.Of(Assembly.Load(new AssemblyName(library)));
        if (Environment.GetEnvironmentVariable("PANTHER_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(SourceTree.File($"Panther.Tests/PublicApi/{library}.txt"), actual);
            return;
        }

        using Stream? stored = typeof(PublicApiTests).Assembly.GetManifestResourceStream($"PublicApi/{library}.txt");
        Assert.True(stored is not null, $"Panther.Tests/PublicApi/{library}.txt is missing.");
        string[] expected = new StreamReader(stored).ReadToEnd().Split('\n');
        string[] lines = actual.Split('\n');
        string[] difference = [.. expected.Except(lines).Select(l => "- " + l), .. lines.Except(expected).Select(l => "+ " + l)];
        Assert.True(
            difference.Length == 0 && expected.Length == lines.Length,
            $"The public surface of {library} has changed; set PANTHER_UPDATE_PUBLIC_API=1 for one run when that is meant:\n{string.Join('\n', difference)}");
    }
}
