using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>One PTX instruction over virtual registers.</summary>
/// <param name="Opcode">The opcode with its types and modifiers.</param>
/// <param name="Destination">What is written, or null.</param>
/// <param name="Sources">What is read, in the order of the text.</param>
internal sealed record PtxInstruction(string Opcode, PtxOperand? Destination, IReadOnlyList<PtxOperand> Sources)
{
    /// <summary>Gets the predicate under which the instruction runs, or null.</summary>
    public PtxRegister? Guard { get; init; }

    /// <summary>Gets a value indicating whether the instruction must stay although nobody reads what it writes.</summary>
    public bool HasSideEffects { get; init; }

    /// <summary>Gets a value indicating whether what is written is read first.</summary>
    public bool IsUpdate { get; init; }

    public SourceLocation? Location { get; init; }

    public IEnumerable<PtxRegister> Written => Destination?.Registers ?? [];

    /// <summary>Gets what is read; under a guard the old content of the destination may survive, so that it counts as read.</summary>
    public IEnumerable<PtxRegister> Read
    {
        get
        {
            IEnumerable<PtxRegister> read = Sources.SelectMany(s => s.Registers);
            read = IsUpdate ? read.Concat(Written) : read;
            return Guard is null ? read : read.Append(Guard).Concat(Written);
        }
    }
}
