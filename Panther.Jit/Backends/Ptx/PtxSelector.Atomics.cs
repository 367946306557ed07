using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Read-modify-write operations.</content>
internal sealed partial class PtxSelector
{
    private void SelectAtomic(AtomicInstruction i)
    {
        string space = AtomicSpace(i.Pointer, i.Type);
        AddressOperand place = Place(i.Pointer);
        if (i.Op is AtomicOp.MinFloat or AtomicOp.MaxFloat)
        {
            SelectAtomicExtremum(i, space, place);
            return;
        }

        string operation = i.Op switch
        {
            AtomicOp.Add => i.Type.IsFloat ? $"add.{FloatType(i.Type)}" : $"add.{PtxTypes.Unsigned(i.Type)}",
            AtomicOp.MinSigned => $"min.{PtxTypes.Signed(i.Type)}",
            AtomicOp.MaxSigned => $"max.{PtxTypes.Signed(i.Type)}",
            AtomicOp.MinUnsigned => $"min.{PtxTypes.Unsigned(i.Type)}",
            AtomicOp.MaxUnsigned => $"max.{PtxTypes.Unsigned(i.Type)}",
            AtomicOp.And => $"and.{PtxTypes.Bits(i.Type)}",
            AtomicOp.Or => $"or.{PtxTypes.Bits(i.Type)}",
            AtomicOp.Xor => $"xor.{PtxTypes.Bits(i.Type)}",
            AtomicOp.Exchange => $"exch.{PtxTypes.Bits(i.Type)}",
            _ => throw new InvalidOperationException($"The PTX backend does not know the atomic {i.Op}."),
        };
        if (i.HasUsers || i.Op == AtomicOp.Exchange)
        {
            Act($"atom.{space}.{operation}", Define(i), place, UseRegister(i.Operand));
        }
        else
        {
            Act($"red.{space}.{operation}", null, place, UseRegister(i.Operand));
        }
    }

    private void SelectCompareExchange(CompareExchangeInstruction i)
    {
        string space = AtomicSpace(i.Pointer, i.Type);
        Act($"atom.{space}.cas.{PtxTypes.Bits(i.Type)}", Define(i), Place(i.Pointer), UseRegister(i.Expected), UseRegister(i.Desired));
    }

    /// <summary>PTX has no atomic minimum of floats: compare and exchange until nobody came between.</summary>
    private void SelectAtomicExtremum(AtomicInstruction i, string space, AddressOperand place)
    {
        string type = FloatType(i.Type);
        string bits = PtxTypes.Bits(i.Type);
        RegisterKind kind = PtxTypes.Kind(i.Type);
        PtxRegister operand = UseRegister(i.Operand);
        PtxRegister before = Define(i);
        Act($"ld.volatile.{space}.{type}", before, place);

        PtxBlock entry = current;
        PtxBlock attempt = StartBlock();
        var combined = new PtxRegister(kind);
        FloatExtremum(i.Op == AtomicOp.MinFloat ? "min" : "max", i.Type, combined, before, operand);
        var found = new PtxRegister(kind);
        Act($"atom.{space}.cas.{bits}", found, place, before, combined);
        PtxRegister isChanged = Compute(RegisterKind.Predicate, $"setp.ne.{bits}", found, before);
        Emit($"mov.{type}", before, found);

        PtxBlock after = StartBlock();
        entry.BranchTo(attempt);
        attempt.BranchIf(isChanged, attempt, after);
    }

    private string AtomicSpace(Value pointer, IrType type)
    {
        if (type.Bits < 32)
        {
            throw Unsupported($"atomic operations on {type}", "use 32 or 64 bits");
        }

        return pointer.Type.Space == AddressSpace.Local
            ? throw Unsupported("atomic operations on the thread's own memory", "compute there without Atomic")
            : PtxTypes.Space(pointer.Type.Space);
    }
}
