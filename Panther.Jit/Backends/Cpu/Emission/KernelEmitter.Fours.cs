using System.Reflection.Emit;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Structures of four scalars, taken apart and put together in two steps of four permutations each, as one transposes four rows.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Sorts four vectors of structures xyzw into those of all x, y, z and w.</summary>
    private void EmitFoursApart(Type e, LocalBuilder[] sources, LocalBuilder[] components)
    {
        int count = api.Bits / 8 / ElementBytes(e);
        int half = count / 2;
        var pairs = new LocalBuilder[4];
        for (int pair = 0; pair < 2; pair++)
        {
            for (int upper = 0; upper < 2; upper++)
            {
                // The x of both vectors, and behind them the y; or the z and the w.
                int[] indices = [.. Enumerable.Range(0, count).Select(i => (i % half * 4) + (2 * upper) + (i / half))];
                pairs[(2 * upper) + pair] = EmitTwoSorted(e, indices, sources[2 * pair], sources[(2 * pair) + 1]);
            }
        }

        for (int component = 0; component < 4; component++)
        {
            int upper = component / 2;
            int[] indices = [.. Enumerable.Range(0, count).Select(i => (i / half * count) + (component % 2 * half) + (i % half))];
            EmitSortedPair(e, indices, 2 * upper, (2 * upper) + 1, i => il.Emit(OpCodes.Ldloc, pairs[i]));
            il.Emit(OpCodes.Stloc, components[component]);
        }
    }

    /// <summary>Makes four vectors of structures xyzw of those of all x, y, z and w.</summary>
    private LocalBuilder[] EmitFoursTogether(Type e, LocalBuilder[] components)
    {
        int count = api.Bits / 8 / ElementBytes(e);
        int half = count / 2;
        var pairs = new LocalBuilder[4];
        for (int upper = 0; upper < 2; upper++)
        {
            // xy of the lower half of the lanes, or of the upper; and zw.
            int[] indices = [.. Enumerable.Range(0, count).Select(i => (i % 2 * count) + (upper * half) + (i / 2))];
            pairs[upper] = EmitTwoSorted(e, indices, components[0], components[1]);
            pairs[2 + upper] = EmitTwoSorted(e, indices, components[2], components[3]);
        }

        var result = new LocalBuilder[4];
        for (int i = 0; i < 4; i++)
        {
            int[] indices = [.. Enumerable.Range(0, count).Select(n => (n % 4 / 2 * count) + (i % 2 * half) + (n / 4 * 2) + (n % 2))];
            result[i] = EmitTwoSorted(e, indices, pairs[i / 2], pairs[2 + (i / 2)]);
        }

        return result;
    }

    private LocalBuilder EmitTwoSorted(Type e, int[] indices, LocalBuilder a, LocalBuilder b)
    {
        LocalBuilder result = Rent(V(e));
        EmitSortedPair(e, indices, 0, 1, i => il.Emit(OpCodes.Ldloc, i == 0 ? a : b));
        il.Emit(OpCodes.Stloc, result);
        return result;
    }
}
