namespace Panther.Nn;

/// <summary>A time during which a tape records or does not; see <see cref="Tape.NoGrad"/>.</summary>
public readonly ref struct RecordingScope
{
    private readonly Tape? tape;
    private readonly bool before;

    internal RecordingScope(Tape tape, bool before)
    {
        this.tape = tape;
        this.before = before;
    }

    /// <summary>Ends it: the tape records again if it did before.</summary>
    public void Dispose() => tape?.Restore(before);
}
