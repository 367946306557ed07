using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>Linear layers of both sketched forms beside a dense one: forward, and with the gradients by input and parameters.</summary>
internal sealed class SketchedLinearCase : INnCase
{
    public string Name => "sketched-linear";

    public void Run(Device device, ReportSession session)
    {
        foreach ((int features, int batch, int terms, int rank) in Shapes(device.IsProcessor, session.Quick))
        {
            var random = new RandomState(1);
            using var dense = new Linear<float>(device, features, features, random);
            using var sketch = new SketchedLinear<float>(device, features, features, terms, rank, random);
            using var lowRank = new SketchedLinear<float>(device, features, features, terms, rank, random, SketchedForm.LowRank);
            using Tensor<float> x = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(1), batch * features), [batch, features]);
            using Tensor<float> seed = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(2), batch * features), [batch, features]);
            string shape = $"{features} b{batch} l{terms} k{rank}";
            foreach ((string name, SketchedLinear<float> layer) in new[] { ("sketch", sketch), ("low-rank", lowRank) })
            {
                Compare(session, device.DefaultStream, $"{name} forward", shape, stream => Forward(stream, layer, x), stream => Forward(stream, dense, x));
                Compare(session, device.DefaultStream, $"{name} with backward", shape, stream => Backward(stream, layer, x, seed), stream => Backward(stream, dense, x, seed));
            }

            session.Say($"{shape}: {sketch.StoredBytes} bytes stored as sketch, {lowRank.StoredBytes} as low rank, {sketch.DenseBytes} dense");
        }
    }

    private static (int Features, int Batch, int Terms, int Rank)[] Shapes(bool isProcessor, bool quick) => (isProcessor, quick) switch
    {
        (true, true) => [(512, 64, 1, 16)],
        (true, false) => [(2048, 256, 1, 16), (2048, 256, 1, 128)],
        _ => [(8192, 512, 1, 16), (4096, 4096, 3, 128)],
    };

    /// <summary>Adds a row by the wall clock, many runs with one wait at their end, and one by the device's clock of a captured run.</summary>
    private static void Compare(ReportSession session, DeviceStream stream, string name, string shape, Action<DeviceStream> ours, Action<DeviceStream> dense)
    {
        Settle(() => ours(stream));
        Settle(() => dense(stream));
        session.Compare(
            Row(name + " eager", shape), StreamClock.WallContender(stream, () => ours(stream)), [Reference.Present("dense", StreamClock.WallContender(stream, () => dense(stream)))]);
        if (!stream.Device.IsProcessor)
        {
            using LaunchGraph graph = stream.Capture(ours);
            using LaunchGraph other = stream.Capture(dense);
            session.Say($"{name} {shape}: {graph.Count} launches, copies and fills, {other.Count} dense");
            session.Compare(
                Row(name + " device", shape), StreamClock.Contender(stream, () => graph.Launch(stream)), [Reference.Present("dense", StreamClock.Contender(stream, () => other.Launch(stream)))]);
        }
    }

    /// <summary>Runs something often enough that its methods are compiled for good, which happens in the background: at first they run slower than they do in a training run.</summary>
    private static void Settle(Action run)
    {
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 60; i++)
            {
                run();
            }

            Thread.Sleep(150);
        }
    }

    private static void Forward(DeviceStream stream, Layer<float> layer, Tensor<float> x)
    {
        using var tape = new Tape(stream);
        layer.Forward(tape.Use(x));
    }

    private static void Backward(DeviceStream stream, Layer<float> layer, Tensor<float> x, Tensor<float> seed)
    {
        using var tape = new Tape(stream);
        Tensor<float> watched = tape.Watch(x);
        tape.Gradients(layer.Forward(watched), [watched, .. layer.Parameters], tape.Use(seed));
    }

    private static ReportCase Row(string name, string shape) => new(name, shape, "float", ReportUnit.Milliseconds);
}
