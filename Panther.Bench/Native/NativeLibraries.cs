using System.Runtime.InteropServices;

namespace Panther.Bench.Native;

/// <summary>Opens a native library under one of its names.</summary>
internal static class NativeLibraries
{
    /// <summary>Where libraries lie that the loader does not search by itself.</summary>
    private static readonly string[] Folders = ["", "/usr/local/cuda/lib64/"];

    /// <summary>The handle of the first of <paramref name="names"/> that loads, or 0 and the reason.</summary>
    public static nint TryOpen(string[] names, out string reason)
    {
        foreach (string name in names)
        {
            foreach (string folder in Folders)
            {
                if (NativeLibrary.TryLoad(folder + name, out nint handle))
                {
                    reason = "";
                    return handle;
                }
            }
        }

        reason = $"none of {string.Join(", ", names)} can be loaded";
        return 0;
    }
}
