using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>What the driver's compiler says when it refuses code.</summary>
internal sealed unsafe class CudaCompilerLog
{
    /// <summary>The options that <see cref="Ask"/> fills in.</summary>
    public const int OptionCount = 2;

    private const int Capacity = 16 << 10;

    // CU_JIT_ERROR_LOG_BUFFER and its size.
    private const int ErrorLogBuffer = 5;
    private const int ErrorLogBufferSize = 6;

    /// <summary>The buffer that the driver writes into; it must not move while the compiler may be called.</summary>
    public byte[] Text { get; } = new byte[Capacity];

    /// <summary>Fills in the options that have the driver write into the pinned buffer.</summary>
    public static void Ask(byte* text, int* options, nint* values)
    {
        options[0] = ErrorLogBuffer;
        values[0] = (nint)text;
        options[1] = ErrorLogBufferSize;
        values[1] = Capacity;
    }

    /// <summary>The driver's error for a kernel, with the log behind it.</summary>
    public string Describe(string error, string kernel)
    {
        int end = Array.IndexOf(Text, (byte)0);
        string message = Encoding.UTF8.GetString(Text, 0, end < 0 ? Capacity : end).Trim();
        return $"{error} for {kernel}.{(message.Length == 0 ? "" : $" The driver's compiler says:\n{message}")}";
    }
}
