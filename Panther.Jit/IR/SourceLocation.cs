namespace Panther.Jit.IR;

/// <summary>A place in C# source.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The one-based line.</param>
internal sealed record SourceLocation(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
