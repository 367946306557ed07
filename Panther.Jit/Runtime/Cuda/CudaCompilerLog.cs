using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>What the driver's compiler says: why it refuses code, and what it remarks on code that it takes.</summary>
internal sealed unsafe class CudaCompilerLog
{
    /// <summary>The options that <see cref="Ask"/> fills in.</summary>
    public const int OptionCount = 5;

    private const int Capacity = 16 << 10;

    // CU_JIT_INFO_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER, each with its size behind it, and CU_JIT_LOG_VERBOSE.
    private const int InfoLogBuffer = 3;
    private const int ErrorLogBuffer = 5;
    private const int Verbose = 12;

    /// <summary>The buffer that the driver writes into, errors first; it must not move while the compiler may be called.</summary>
    public byte[] Text { get; } = new byte[2 * Capacity];

    /// <summary>Registers, spills, and what keeps the code from being fast.</summary>
    public string Remarks => Part(Capacity);

    /// <summary>Fills in the options that have the driver write into the pinned buffer.</summary>
    public static void Ask(byte* text, int* options, nint* values)
    {
        (options[0], values[0]) = (ErrorLogBuffer, (nint)text);
        (options[1], values[1]) = (ErrorLogBuffer + 1, Capacity);
        (options[2], values[2]) = (InfoLogBuffer, (nint)(text + Capacity));
        (options[3], values[3]) = (InfoLogBuffer + 1, Capacity);
        (options[4], values[4]) = (Verbose, 1);
    }

    /// <summary>The driver's error for a kernel, with the log behind it.</summary>
    public string Describe(string error, string kernel)
    {
        string message = Part(0);
        return $"{error} for {kernel}.{(message.Length == 0 ? "" : $" The driver's compiler says:\n{message}")}";
    }

    private string Part(int start)
    {
        ReadOnlySpan<byte> part = Text.AsSpan(start, Capacity);
        int end = part.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? part : part[..end]).Trim();
    }
}
