namespace Panther.Jit.Compilation;

/// <summary>A kernel says something that cannot be compiled.</summary>
/// <remarks>The message names the method, the C# line where symbols exist, the construct, and what to write instead.</remarks>
public sealed class KernelCompilationException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What could not be compiled, where, and what to write instead.</param>
    public KernelCompilationException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What could not be compiled, where, and what to write instead.</param>
    /// <param name="innerException">The cause.</param>
    public KernelCompilationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
