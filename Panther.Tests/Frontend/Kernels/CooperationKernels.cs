using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Kernels whose threads meet.</summary>
internal static class CooperationKernels
{
    internal record struct Sample(byte Weight, double Value, bool Flag);

    public static void Reverse(ArrayView<int> y)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(16);
        tile[Group.IdxX] = y[Grid.GlobalLinearIndex];
        Group.Barrier();
        y[Grid.GlobalLinearIndex] = tile[Group.DimX - 1 - Group.IdxX];
        MemoryFence.DeviceLevel();
    }

    public static void WarpSum(ArrayView<int> y)
    {
        int sum = y[Group.IdxX];
        for (int mask = Warp.WarpSize / 2; mask > 0; mask /= 2)
        {
            sum += Warp.ShuffleXor(sum, mask);
        }

        y[Group.IdxX] = (sum * 100) + (Warp.WarpIdx * 10) + Warp.LaneIdx;
        Warp.Barrier();
    }

    public static void ShuffleStructs(ArrayView<double> y)
    {
        var sample = new Sample((byte)(200 + Group.IdxX), Group.IdxX * 0.5, Group.IdxX % 2 == 1);
        Sample next = Warp.ShuffleDown(sample, 1);
        Sample first = Warp.Shuffle(sample, 0);
        Sample previous = Warp.ShuffleUp(next, 1);
        y[Group.IdxX] = next.Weight + next.Value + (next.Flag ? 1000 : 0) + (first.Weight * 10000) + (previous.Value * 0.001);
    }

    public static void Elementary(ArrayView<double> y, ArrayView<float> z)
    {
        double x = y[0];
        float f = z[0];
        (double sine, double cosine) = Math.SinCos(x);
        y[1] = Math.Exp(x) + Math.Log(x) + Math.Pow(x, 1.5) + Math.Tanh(x) + Math.Cbrt(x) + Math.Atan2(x, 2) + sine + (cosine * 3);
        z[1] = MathF.Exp(f) + MathF.Log(f) + MathF.Pow(f, 1.5f) + MathF.Tanh(f) + MathF.Sin(f) + float.Exp2(f) + float.Hypot(f, 2) + float.LogP1(f);
    }

    public static void LoopHints(ArrayView<int> y)
    {
        for (int k = 0; k < 4; k++)
        {
            Unroll.Full();
            y[k] = k;
        }

        for (int k = 0; k < 4; k++)
        {
            Unroll.None();
            y[k] += k;
        }
    }
}
