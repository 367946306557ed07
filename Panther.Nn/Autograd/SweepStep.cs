namespace Panther.Nn;

/// <summary>The work of one node in a reverse sweep: at its end the memory goes back that was allocated for it and holds no gradient.</summary>
internal readonly ref struct SweepStep
{
    private readonly Tape? tape;
    private readonly int mark;
    private readonly bool before;

    /// <summary>Starts it.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="isTransient">Whether memory is given back at all.</param>
    public SweepStep(Tape tape, bool isTransient)
    {
        if (isTransient)
        {
            this.tape = tape;
            (mark, before) = tape.BeginTransient();
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => tape?.EndTransient(mark, before);
}
