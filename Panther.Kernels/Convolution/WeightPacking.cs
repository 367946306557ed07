using System.Numerics;
using Panther.Jit.Dialect;

namespace Panther.Kernels.Convolution;

/// <summary>
/// Lays weights out as <see cref="PixelKernel"/> reads them, four rows at a time: by group of channels, class of pixels, level of the depth, and row; with zeros to the end of tiles.
/// </summary>
internal static class WeightPacking
{
    /// <summary>Writes the packed weights and the places that go with them; one thread a packed weight.</summary>
    /// <param name="index">The packed weight.</param>
    /// <param name="weights">The weights, (groups·outputChannels)×inputChannels×kernelHeight×kernelWidth.</param>
    /// <param name="isTransposed">Whether rows are the input's channels, otherwise the output's.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="g">Receives the packed weights and the places.</param>
    public static void Pack<T>(Index1D index, ArrayView<T> weights, bool isTransposed, int rows, PixelArguments<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int line = index.X / g.PackedRows;
        int row = index.X - (line * g.PackedRows);
        int slot = line / g.Slot;
        int level = line - (slot * g.Slot);
        int group = slot / g.Levels.Classes;
        int residue = slot - (group * g.Levels.Classes);
        int area = g.Levels.Area(residue);
        TapPlace tap = TapPlace.Outside;
        T weight = T.Zero;
        if (level < g.Levels.Channels * area)
        {
            tap = g.Levels.At(residue, level);
            if (row < rows)
            {
                int channel = level / area;
                long pair = isTransposed ? (((long)group * g.Levels.Channels) + channel) * rows + row : (((long)group * rows) + row) * g.Levels.Channels + channel;
                weight = weights[(pair * g.Levels.KernelArea) + tap.Weight];
            }
        }

        g.Weights[index.X] = weight;
        if (row == 0 && group == 0)
        {
            g.Taps[line] = tap;
        }
    }
}
