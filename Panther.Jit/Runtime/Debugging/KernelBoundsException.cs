using Panther.Jit.IR;

namespace Panther.Jit.Runtime;

/// <summary>
/// A kernel that was compiled with <see cref="JitOptions.Debug"/> used an index outside a view, a span or an array. It surfaces where the host next waits for
/// the stream or copies from it; of several threads the first one is told of.
/// </summary>
public sealed class KernelBoundsException : DeviceException
{
    internal KernelBoundsException(DeviceStream stream, string kernel, SourceLocation? location, long index, long length)
        : base(stream.Device.Id, kernel, $"the index {index} is outside the {length} elements at {location?.ToString() ?? "a line without symbols"}.", stream.RecentLaunches)
    {
        Kernel = kernel;
        File = location?.File;
        Line = location?.Line ?? 0;
        Index = index;
        Length = length;
    }

    /// <summary>The kernel's name: type and method.</summary>
    public string Kernel { get; }

    /// <summary>The C# file, or <see langword="null"/> without symbols.</summary>
    public string? File { get; }

    /// <summary>The one-based line in the file, or 0 without symbols.</summary>
    public int Line { get; }

    /// <summary>The index.</summary>
    public long Index { get; }

    /// <summary>The number of elements.</summary>
    public long Length { get; }
}
