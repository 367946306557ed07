using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <content>Vectors of 8 scalars of 16 bits: PTX moves them as four words of 32 bits.</content>
internal sealed partial class PtxSelector
{
    private static bool IsPacked(IrType type) => type.Lanes == 8 && type.Element.Size == 2;

    private void SelectPackedLoad(LoadInstruction i, AddressOperand place, string opcode, PtxRegister[] lanes)
    {
        PtxRegister[] words = [.. Enumerable.Range(0, lanes.Length / 2).Select(_ => new PtxRegister(RegisterKind.Int32))];
        Emit($"{opcode}.v4.b32", Lanes(words), place);
        for (int word = 0; word < words.Length; word++)
        {
            PtxRegister low = lanes[2 * word];
            PtxRegister high = lanes[(2 * word) + 1];
            if (low.Kind == RegisterKind.Half)
            {
                Emit("mov.b32", Lanes([low, high]), words[word]);
            }
            else
            {
                Emit("and.b32", low, words[word], Immediate(0xFFFF));
                Emit("shr.u32", high, words[word], Immediate(16));
            }
        }

        results.Add(i, [.. lanes.Select(r => (PtxOperand)r)]);
    }

    private void SelectPackedStore(Value stored, AddressOperand place, string opcode)
    {
        PtxRegister[] words = new PtxRegister[stored.Type.Lanes / 2];
        for (int word = 0; word < words.Length; word++)
        {
            PtxRegister low = UseRegister(stored, 2 * word);
            PtxRegister high = UseRegister(stored, (2 * word) + 1);
            words[word] = low.Kind == RegisterKind.Half
                ? Compute(RegisterKind.Int32, "mov.b32", Lanes([low, high]))
                : Compute(RegisterKind.Int32, "prmt.b32", low, high, new TextOperand("0x5410"));
        }

        Act($"{opcode}.v4.b32", null, place, Lanes(words));
    }
}
