using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Analysis;

/// <summary>
/// Finds the values that can be computed right into the local of the phi that takes them, mostly the sums of loops: the phi's old value is not needed
/// any more when the new one is made, and the new one not once the phi's block has begun (Sreedhar et al., "Translating out of static single
/// assignment form", SAS 1999).
/// </summary>
internal sealed class PhiCoalescing
{
    private readonly Dictionary<Value, PhiInstruction> phis = [];
    private readonly ValueForms forms;
    private readonly LaneShapes shapes;
    private readonly Inlining inlining;
    private readonly LiveValues live;

    public PhiCoalescing(BlockOrder order, LaneShapes shapes, ValueForms forms, Inlining inlining, LiveValues live)
    {
        this.forms = forms;
        this.shapes = shapes;
        this.inlining = inlining;
        this.live = live;
        foreach (Block block in order.Blocks)
        {
            foreach (PhiInstruction phi in block.Phis.Where(IsVaryingVector))
            {
                Instruction? partner = phi.Sources.Where(order.Dominators.IsReachable)
                    .Select(s => (Source: s, Value: phi.IncomingFrom(s) as Instruction))
                    .FirstOrDefault(e => e.Value is not null && CanShare(phi, e.Value, e.Source)).Value;
                if (partner is not null)
                {
                    phis.Add(partner, phi);
                }
            }
        }
    }

    /// <summary>Gets the values that are computed into a phi's local.</summary>
    public IEnumerable<Value> Values => phis.Keys;

    /// <summary>Returns the phi whose local the value takes, or null.</summary>
    public PhiInstruction? PhiOf(Value value) => phis.GetValueOrDefault(value);

    private bool IsVaryingVector(Instruction value) => forms.NeedsVector(value) && !forms.NeedsScalar(value) && shapes.Exact(value).IsVarying;

    private bool CanShare(PhiInstruction phi, Instruction value, Block source)
    {
        if (value is PhiInstruction or IndexInstruction || value.Type != phi.Type || !ReferenceEquals(value.Block, source) || !IsVaryingVector(value)
            || inlining.IsInlined(value) || phis.ContainsKey(value) || live.In(phi.Block!).Contains(value))
        {
            return false;
        }

        int made = inlining.PlaceOf(value);
        return forms.Takers(phi).All(t => !ReferenceEquals(t.Block, source) || (t is not PhiInstruction && inlining.PlaceOf(t) <= made))
            && !source.Successors.Any(s => TakesOnEdge(s, phi, source))
            && source.Successors.All(s => ReferenceEquals(s, phi.Block) || !live.In(s).Contains(phi));
    }

    private static bool TakesOnEdge(Block successor, PhiInstruction phi, Block source) =>
        successor.Phis.Any(p => ReferenceEquals(p.IncomingFrom(source), phi));
}
