using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Accesses of all lanes at addresses that differ by constants: whole vectors are read and their elements sorted to the lanes, or elements sorted and
/// whole vectors written. What lies between two lanes' elements may be read as well: it lies in their pages.
/// </summary>
internal sealed partial class KernelEmitter
{
    private const int MostSourceVectors = 4;
    private const int MostBroadcasts = 4;

    /// <summary>Reads what all lanes want, if the places are near each other; else writes nothing and returns false.</summary>
    private bool EmitPatternLoad(LoadInstruction load)
    {
        IrType type = load.Type.Element;
        if (type.Size is not (4 or 8) || shapes.ForAddress(load.Pointer).Offsets is not { } offsets)
        {
            return false;
        }

        int parts = LaneLayout.Parts(type);
        int count = Lanes / parts;
        for (int part = 0; part < parts; part++)
        {
            long[] places = [.. Enumerable.Range(part * count, count).Select(lane => offsets[lane])];
            if (!IsNear(places, load.Type))
            {
                return false;
            }
        }

        for (int part = 0; part < parts; part++)
        {
            EmitPatternPart(load, [.. Enumerable.Range(part * count, count).Select(lane => offsets[lane])], part);
        }

        return true;
    }

    private bool IsNear(long[] places, IrType type)
    {
        long first = places.Min();
        long span = places.Max() - first + type.Size;
        return places.Distinct().Count() <= MostBroadcasts
            || (places.All(p => (p - first) % type.Element.Size == 0) && IsReadable(span));
    }

    /// <summary>Returns whether vectors that lie within the span can cover it.</summary>
    private bool IsReadable(long span)
    {
        long vector = api.Bits / 8;
        return span >= vector ? span <= MostSourceVectors * vector : span is 16 or 32;
    }

    private void EmitPatternPart(LoadInstruction load, long[] places, int part)
    {
        IrType type = load.Type.Element;
        Type e = LaneLayout.Element(type);
        int parts = LaneLayout.Parts(type);
        long[] distinct = [.. places.Distinct().Order()];
        long first = distinct[0];
        long span = distinct[^1] - first + load.Type.Size;
        if (distinct.Length <= MostBroadcasts && !(distinct.Length > 2 && IsReadable(span)))
        {
            for (int component = 0; component < load.Type.Lanes; component++)
            {
                EmitBroadcasts(load, places, distinct, component * type.Size);
                il.Emit(OpCodes.Stloc, VectorLocal(load, (component * parts) + part));
            }

            return;
        }

        long width = Math.Min(span, api.Bits / 8);
        long[] starts = [.. Enumerable.Range(0, (int)((span + width - 1) / width)).Select(i => Math.Min(i * width, span - width))];
        LocalBuilder[] sources = [.. starts.Select(_ => Rent(V(e)))];
        for (int i = 0; i < starts.Length; i++)
        {
            EmitScalar(load.Pointer);
            EmitByteOffset(first + starts[i]);
            EmitNarrowLoad(e, width);
            il.Emit(OpCodes.Stloc, sources[i]);
        }

        if (load.Type.Lanes == 4 && places.Select((p, lane) => p == first + (lane * load.Type.Size)).All(same => same) && target.HasTwoSourcePermutations)
        {
            EmitFoursApart(e, sources, [.. Enumerable.Range(0, 4).Select(component => VectorLocal(load, (component * parts) + part))]);
            return;
        }

        for (int component = 0; component < load.Type.Lanes; component++)
        {
            var picks = new (int Source, int Index)[places.Length];
            for (int lane = 0; lane < places.Length; lane++)
            {
                long at = places[lane] - first + (component * type.Size);
                int source = Array.FindLastIndex(starts, s => s <= at);
                picks[lane] = (source, (int)((at - starts[source]) / type.Size));
            }

            EmitSorted(e, picks, source => il.Emit(OpCodes.Ldloc, sources[source]));
            il.Emit(OpCodes.Stloc, VectorLocal(load, (component * parts) + part));
        }
    }

    /// <summary>Pushes a vector whose lower bytes are read from the address on the stack.</summary>
    private void EmitNarrowLoad(Type e, long bytes)
    {
        var narrow = VectorApi.OfWidth((int)bytes * 8);
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Ldobj, narrow.Of(e));
        for (int bits = narrow.Bits; bits < api.Bits; bits *= 2)
        {
            var half = VectorApi.OfWidth(bits);
            il.Emit(OpCodes.Call, half.Operation($"ToVector{bits * 2}Unsafe", e, half.Of(e)));
        }
    }

    /// <summary>Pushes one broadcast for each of the distinct places, the later ones laid over the lanes that want them.</summary>
    private void EmitBroadcasts(LoadInstruction load, long[] places, long[] distinct, long offset)
    {
        Type e = LaneLayout.Element(load.Type);
        if (distinct.Length > 1)
        {
            EmitLaneMask(e, [.. places.Select(p => p < distinct[^1])]);
            EmitBroadcasts(load, places, distinct[..^1], offset);
        }

        EmitScalar(load.Pointer);
        EmitByteOffset(distinct[^1] + offset);
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(e == typeof(float) ? OpCodes.Ldind_R4 : e == typeof(double) ? OpCodes.Ldind_R8 : e == typeof(long) ? OpCodes.Ldind_I8 : OpCodes.Ldind_I4);
        Call("Create", e, e);
        if (distinct.Length > 1)
        {
            Call("ConditionalSelect", e, V(e), V(e), V(e));
        }
    }

    private void EmitLaneMask(Type e, bool[] lanes)
    {
        Type integer = e == typeof(float) ? typeof(int) : e == typeof(double) ? typeof(long) : e;
        EmitConstants(integer, [.. lanes.Select(l => l ? -1L : 0L)]);
        Reinterpret(integer, e);
    }

    /// <summary>Pushes a vector whose elements are picked from others.</summary>
    private void EmitSorted(Type e, (int Source, int Index)[] picks, Action<int> push) =>
        EmitSorted(e, picks, [.. picks.Select(p => p.Source).Distinct().Order()], push);

    private void EmitSorted(Type e, (int Source, int Index)[] picks, int[] used, Action<int> push)
    {
        int last = (used.Length - 1) / 2 * 2;
        int a = used[last];
        int b = used[^1];
        if (last > 0)
        {
            EmitLaneMask(e, [.. picks.Select(p => p.Source < a)]);
            EmitSorted(e, picks, used[..last], push);
        }

        EmitSortedPair(e, [.. picks.Select(p => p.Source == a ? p.Index : p.Source == b ? p.Index + picks.Length : 0)], a, b, push);
        if (last > 0)
        {
            Call("ConditionalSelect", e, V(e), V(e), V(e));
        }
    }

    /// <summary>Pushes elements of one or two vectors; indices of the second go on behind those of the first.</summary>
    private void EmitSortedPair(Type e, int[] indices, int a, int b, Action<int> push)
    {
        Type integer = e == typeof(float) ? typeof(int) : e == typeof(double) ? typeof(long) : e;
        if (a == b)
        {
            EmitShuffled(e, integer, indices, push, a);
        }
        else if (TwoSourcePermutation(e, integer) is { } permute)
        {
            push(a);
            EmitConstants(integer, [.. indices.Select(i => (long)i)]);
            push(b);
            il.Emit(OpCodes.Call, permute);
        }
        else
        {
            EmitLaneMask(e, [.. indices.Select(i => i < indices.Length)]);
            EmitShuffled(e, integer, indices, push, a);
            EmitShuffled(e, integer, [.. indices.Select(i => i - indices.Length)], push, b);
            Call("ConditionalSelect", e, V(e), V(e), V(e));
        }
    }

    private void EmitShuffled(Type e, Type integer, int[] indices, Action<int> push, int source)
    {
        push(source);
        if (!indices.Select((v, i) => v == i).All(same => same))
        {
            EmitConstants(integer, [.. indices.Select(i => (long)Math.Clamp(i, 0, indices.Length - 1))]);
            Call("Shuffle", e, V(e), V(integer));
        }
    }

    private MethodInfo? TwoSourcePermutation(Type e, Type integer)
    {
        int bits = integer == typeof(int) ? 32 : 64;
        int elements = api.Bits / bits;
        Type? owner = api.Bits switch
        {
            512 when Avx512F.IsSupported => typeof(Avx512F),
            256 when Avx512F.VL.IsSupported => typeof(Avx512F.VL),
            _ => null,
        };
        return owner is null ? null : VectorApi.Find(owner, $"PermuteVar{elements}x{bits}x2", [], [V(e), V(integer), V(e)]);
    }

    /// <summary>Writes what all lanes have to places near each other, vector by vector, leaving what lies between; else writes nothing and returns false.</summary>
    private bool EmitPatternStore(StoreInstruction store)
    {
        IrType type = store.Stored.Type.Element;
        if (!target.HasMaskedAccess || type.Size is not (4 or 8) || shapes.ForAddress(store.Pointer).Offsets is not { } offsets)
        {
            return false;
        }

        Type e = LaneLayout.Element(type);
        int components = store.Stored.Type.Lanes;
        int parts = LaneLayout.Parts(type);
        int count = Lanes / parts;
        var picks = new Dictionary<long, (int Source, int Index)>();
        for (int element = 0; element < Lanes * components; element++)
        {
            int lane = element / components;
            int component = element % components;
            long place = offsets[lane] - offsets.Smallest + (component * type.Size);
            if (place % type.Size != 0 || !picks.TryAdd(place / type.Size, ((component * parts) + (lane / count), lane % count)))
            {
                return false;
            }
        }

        long[] windows = [.. picks.Keys.Select(p => p / count).Distinct().Order()];
        if (windows.Length > Math.Max(MostSourceVectors, components * parts))
        {
            return false;
        }

        LocalBuilder[] sources = EmitToLocals(store.Stored);
        if (!masked && components == 4 && windows.Length == 4 * parts && offsets.Stride == store.Stored.Type.Size && target.HasTwoSourcePermutations)
        {
            for (int part = 0; part < parts; part++)
            {
                LocalBuilder[] together = EmitFoursTogether(e, [.. Enumerable.Range(0, 4).Select(component => sources[(component * parts) + part])]);
                for (int i = 0; i < 4; i++)
                {
                    EmitScalar(store.Pointer);
                    EmitByteOffset(((part * 4) + i) * (api.Bits / 8));
                    il.Emit(OpCodes.Ldloc, together[i]);
                    EmitStoreVector(e);
                }
            }

            return true;
        }

        LocalBuilder[] active = masked ? EmitMaskToLocals(e, parts) : [];
        foreach (long window in windows)
        {
            (int Source, int Index)? any = picks.First(p => p.Key / count == window).Value;
            (int Source, int Index)?[] wanted = [.. Enumerable.Range(0, count).Select(i => picks.TryGetValue((window * count) + i, out var pick) ? pick : default((int, int)?))];
            EmitScalar(store.Pointer);
            EmitByteOffset(offsets.Smallest + (window * api.Bits / 8));
            bool isWhole = wanted.All(w => w is not null);
            if (!isWhole)
            {
                EmitLaneMask(e, [.. wanted.Select(w => w is not null)]);
            }

            if (masked)
            {
                EmitSorted(e, [.. wanted.Select(w => (w ?? any).Value).Select(w => (w.Source % parts, w.Index))], part => il.Emit(OpCodes.Ldloc, active[part]));
                if (!isWhole)
                {
                    Call("BitwiseAnd", e, V(e), V(e));
                }
            }

            EmitSorted(e, [.. wanted.Select(w => (w ?? any).Value)], source => il.Emit(OpCodes.Ldloc, sources[source]));
            if (isWhole && !masked)
            {
                EmitStoreVector(e);
            }
            else
            {
                il.Emit(OpCodes.Call, MaskedAccess("MaskStore", e));
            }
        }

        return true;
    }

    private LocalBuilder[] EmitMaskToLocals(Type e, int parts)
    {
        var locals = new LocalBuilder[parts];
        for (int part = 0; part < parts; part++)
        {
            locals[part] = Rent(V(e));
            il.Emit(OpCodes.Ldloc, current);
            EmitMaskPart(e, part);
            il.Emit(OpCodes.Stloc, locals[part]);
        }

        return locals;
    }

    /// <summary>Computes all parts of a value, component by component.</summary>
    private LocalBuilder[] EmitToLocals(Value value)
    {
        int slots = value.Type.Lanes * LaneLayout.Parts(value.Type.Element);
        var locals = new LocalBuilder[slots];
        for (int slot = 0; slot < slots; slot++)
        {
            if (value.Type.IsVector)
            {
                locals[slot] = VectorLocal(value, slot);
                continue;
            }

            locals[slot] = Rent(V(LaneLayout.Element(value.Type)));
            EmitVector(value, slot);
            il.Emit(OpCodes.Stloc, locals[slot]);
        }

        return locals;
    }
}
