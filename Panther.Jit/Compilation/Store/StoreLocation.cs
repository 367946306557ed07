namespace Panther.Jit.Compilation.Store;

/// <summary>Where the store of this process lies.</summary>
internal static class StoreLocation
{
    /// <summary>The environment variable that turns the store off.</summary>
    public const string SwitchVariable = "PANTHER_CACHE";

    /// <summary>The environment variable that names the directory.</summary>
    public const string DirectoryVariable = "PANTHER_CACHE_DIR";

    /// <summary>The directory that the environment asks for, or null when the store is off or the user has no directory for such things.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string? Find(Func<string, string?> variable)
    {
        if (variable(SwitchVariable) is { } value && (value.Equals("off", StringComparison.OrdinalIgnoreCase) || value == "0"))
        {
            return null;
        }

        if (variable(DirectoryVariable) is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        string? root =
            OperatingSystem.IsWindows() ? variable("LOCALAPPDATA")
            : OperatingSystem.IsMacOS() ? Below(variable("HOME"), "Library/Caches")
            : variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache) ? cache
            : Below(variable("HOME"), ".cache");
        return string.IsNullOrEmpty(root) ? null : Path.Combine(root, "panther", "kernels");
    }

    private static string? Below(string? home, string folder) => string.IsNullOrEmpty(home) ? null : Path.Combine(home, folder);
}
