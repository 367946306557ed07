using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Bench.Soak;

/// <summary>Launches of a small kernel, with buffers, graphs, streams and waits among them.</summary>
internal sealed class SoakWork : IDisposable
{
    /// <summary>The most bytes that the device's pool may keep meanwhile.</summary>
    public const long PoolLimit = 64 << 20;

    private const int Length = 256;
    private const int LargestBuffer = 1 << 20;
    private const int LaunchesPerGraph = 10;

    private readonly Device device;
    private readonly Random random = new(1);
    private readonly DeviceBuffer<float> source;
    private readonly DeviceBuffer<float> destination;
    private readonly Kernel<Index1D, ArrayView<float>, ArrayView<float>, float> kernel;
    private readonly DeviceBuffer<byte>?[] buffers = new DeviceBuffer<byte>?[16];
    private DeviceStream stream;
    private LaunchGraph graph;

    public SoakWork(Device device)
    {
        this.device = device;
        device.PoolLimit = PoolLimit;
        stream = device.CreateStream();
        source = device.AllocateZeroed<float>(Length);
        destination = device.AllocateZeroed<float>(Length);
        kernel = device.LoadKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale);
        graph = Capture();
    }

    /// <summary>Kernels launched so far, those of graphs among them.</summary>
    public long Launches { get; private set; }

    public void RunUntil(long launches)
    {
        for (long step = 1; Launches < launches; step++)
        {
            kernel.Launch(stream, Length, source.View, destination.View, 2);
            Launches++;
            if (step % 64 == 0)
            {
                ReplaceBuffer();
            }

            if (step % 256 == 0)
            {
                graph.Launch(stream);
                Launches += LaunchesPerGraph;
            }

            if (step % 1024 == 0)
            {
                stream.Synchronize();
            }

            if (step % 16384 == 0)
            {
                ReplaceStreamAndGraph();
            }
        }

        // What is compared from interval to interval must not hang on which buffers are alive.
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i]?.Dispose();
            buffers[i] = null;
        }

        stream.Synchronize();
    }

    public void Dispose()
    {
        graph.Dispose();
        source.Dispose();
        destination.Dispose();
        stream.Dispose();
    }

    private static void Scale(Index1D index, ArrayView<float> source, ArrayView<float> destination, float factor) =>
        destination[index] = source[index] * factor;

    private void ReplaceBuffer()
    {
        int place = random.Next(buffers.Length);
        buffers[place]?.Dispose();
        DeviceBuffer<byte> buffer = device.Allocate<byte>(1 + random.Next(LargestBuffer), stream);
        stream.Fill(buffer.View.SubView(0, Math.Min(buffer.Length, 1024)), (byte)1);
        buffers[place] = buffer;
    }

    private void ReplaceStreamAndGraph()
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i]?.Dispose();
            buffers[i] = null;
        }

        graph.Dispose();
        stream.Dispose();
        stream = device.CreateStream();
        graph = Capture();
    }

    private LaunchGraph Capture() => stream.Capture(s =>
    {
        using DeviceBuffer<float> temporary = device.Allocate<float>(Length, s);
        for (int i = 0; i < LaunchesPerGraph; i += 2)
        {
            kernel.Launch(s, Length, source.View, temporary.View, 2);
            kernel.Launch(s, Length, temporary.View, destination.View, 2);
        }
    });
}
