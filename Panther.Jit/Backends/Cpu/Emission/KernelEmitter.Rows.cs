using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Rows of neighbouring elements, one for each lane: whole rows are read and transposed in registers, or transposed and written. A square is transposed by
/// swapping blocks of half its side, then of a quarter, and so on (Eklundh, "A fast computer method for matrix transposing", 1972).
/// </summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Makes all accesses of a row at the place of one of them; returns false if the access is not done so.</summary>
    private bool EmitRow(Instruction access)
    {
        if (masked || plan.Rows.Of(access) is not { } row)
        {
            return false;
        }

        if (!ReferenceEquals(access, row.Place))
        {
            return true;
        }

        IrType type = access is StoreInstruction store ? store.Stored.Type : access.Type;
        Type e = LaneLayout.Element(type);
        int count = Lanes / LaneLayout.Parts(type);
        LaneOffsets offsets = shapes.ForAddress(access.Operands[0]).Offsets!;
        LocalBuilder root = Rent(typeof(long));
        EmitScalar(access.Operands[0]);
        LoadLong(row.Offset);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, root);
        for (int part = 0; part < LaneLayout.Parts(type); part++)
        {
            long[] places = [.. Enumerable.Range(part * count, count).Select(lane => offsets[lane])];
            LocalBuilder[] vectors = access is LoadInstruction ? EmitRowLoads(e, root, places, row.Accesses.Count) : EmitStored(e, row, part);
            EmitTransposed(e, vectors);
            if (access is LoadInstruction)
            {
                for (int i = 0; i < vectors.Length; i++)
                {
                    il.Emit(OpCodes.Ldloc, vectors[i]);
                    il.Emit(OpCodes.Stloc, VectorLocal(row.Accesses[i], part));
                }
            }
            else
            {
                EmitRowStores(e, root, places, vectors);
            }
        }

        return true;
    }

    private LocalBuilder[] EmitStored(Type e, LaneRow row, int part)
    {
        var values = new LocalBuilder[row.Accesses.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Rent(V(e));
            EmitVector(((StoreInstruction)row.Accesses[i]).Stored, part);
            il.Emit(OpCodes.Stloc, values[i]);
        }

        return values;
    }

    /// <summary>Reads the lanes' rows; rows of half a vector two by two, that of a lane of the lower half beside that of the same lane of the upper half.</summary>
    private LocalBuilder[] EmitRowLoads(Type e, LocalBuilder root, long[] places, int length)
    {
        var half = VectorApi.OfWidth(api.Bits / 2);
        var result = new LocalBuilder[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = Rent(V(e));
            for (int lane = i; lane < places.Length; lane += length)
            {
                il.Emit(OpCodes.Ldloc, root);
                EmitByteOffset(places[lane]);
                il.Emit(OpCodes.Unaligned, (byte)1);
                il.Emit(OpCodes.Ldobj, length == places.Length ? V(e) : half.Of(e));
            }

            if (length != places.Length)
            {
                EmitJoin(e, api.Bits);
            }

            il.Emit(OpCodes.Stloc, result[i]);
        }

        return result;
    }

    private void EmitRowStores(Type e, LocalBuilder root, long[] places, LocalBuilder[] rows)
    {
        var half = VectorApi.OfWidth(api.Bits / 2);
        for (int lane = 0; lane < places.Length; lane++)
        {
            il.Emit(OpCodes.Ldloc, root);
            EmitByteOffset(places[lane]);
            il.Emit(OpCodes.Ldloc, rows[lane % rows.Length]);
            if (rows.Length != places.Length)
            {
                Call(lane < rows.Length ? "GetLower" : "GetUpper", e, V(e));
            }

            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(OpCodes.Stobj, rows.Length == places.Length ? V(e) : half.Of(e));
        }
    }

    /// <summary>Transposes a square matrix of which each vector holds a row, or two squares side by side.</summary>
    private void EmitTransposed(Type e, LocalBuilder[] rows)
    {
        Type integer = e == typeof(float) ? typeof(int) : e == typeof(double) ? typeof(long) : e;
        MethodInfo permute = TwoSourcePermutation(e, integer)!;
        int count = api.Bits / 8 / ElementBytes(e);
        for (int side = rows.Length / 2; side > 0; side /= 2)
        {
            LocalBuilder upper = Rent(V(integer));
            EmitConstants(integer, [.. Enumerable.Range(0, count).Select(i => (long)((i & side) == 0 ? i : count + i - side))]);
            il.Emit(OpCodes.Stloc, upper);
            LocalBuilder lower = Rent(V(integer));
            EmitConstants(integer, [.. Enumerable.Range(0, count).Select(i => (long)((i & side) == 0 ? i + side : count + i))]);
            il.Emit(OpCodes.Stloc, lower);
            for (int i = 0; i < rows.Length; i++)
            {
                if ((i & side) == 0)
                {
                    LocalBuilder first = rows[i];
                    LocalBuilder second = rows[i + side];
                    rows[i] = EmitPermuted(e, permute, first, upper, second);
                    rows[i + side] = EmitPermuted(e, permute, first, lower, second);
                }
            }
        }
    }

    private LocalBuilder EmitPermuted(Type e, MethodInfo permute, LocalBuilder first, LocalBuilder indices, LocalBuilder second)
    {
        LocalBuilder result = Rent(V(e));
        il.Emit(OpCodes.Ldloc, first);
        il.Emit(OpCodes.Ldloc, indices);
        il.Emit(OpCodes.Ldloc, second);
        il.Emit(OpCodes.Call, permute);
        il.Emit(OpCodes.Stloc, result);
        return result;
    }
}
