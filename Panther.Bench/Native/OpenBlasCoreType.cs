using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Panther.Bench.Native;

/// <summary>
/// Tells OpenBLAS which kernels to use. It chooses by processor model, and a version older than the processor falls back to
/// SSE code, which would flatter whatever is compared with it; so the instruction set decides here, unless the user has.
/// </summary>
internal static partial class OpenBlasCoreType
{
    private const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>To be called before the library is loaded; it reads the variable then.</summary>
    public static void Choose()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return;
        }

        string? type = Avx512F.IsSupported && Avx512DQ.IsSupported ? "SkylakeX" : Avx2.IsSupported ? "Haswell" : null;
        if (type is not null)
        {
            // Environment.SetEnvironmentVariable changes .NET's own copy only, which native code does not see.
            SetEnvironmentVariable(Variable, type, overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
