namespace Panther.Jit.Frontend;

/// <summary>A construct that a kernel may not use; the translator adds where it stands.</summary>
/// <param name="construct">What the method does, as the rest of a sentence whose subject is the method.</param>
/// <param name="advice">What to write instead, as a sentence.</param>
internal sealed class ConstructException(string construct, string advice) : Exception(construct)
{
    public string Construct { get; } = construct;

    public string Advice { get; } = advice;
}
