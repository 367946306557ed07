namespace Panther.Jit.Runtime;

/// <summary>Why a native library could not be loaded, in a sentence.</summary>
internal static class LibraryError
{
    /// <summary>What the system's loader said about the library itself, out of .NET's account of every place it looked at.</summary>
    public static string Of(string library, Exception exception)
    {
        string? own = exception.Message.Split('\n').FirstOrDefault(line => line.StartsWith($"{library}: ", StringComparison.Ordinal));
        return own is null ? exception.Message.Split(". ", 2)[0].Trim() + "." : own[(library.Length + 2)..].Trim() + ".";
    }
}
