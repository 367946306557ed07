using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Convolution;
using Panther.Kernels.Pooling;

namespace Panther.Bench.Suites.Nn;

/// <summary>The parts of <see cref="CnnCase"/>'s step that belong to convolutions: their three maps by the operations they need, and poolings beside copies of as many bytes.</summary>
internal static class CnnParts
{
    /// <summary>Adds the rows.</summary>
    public static void Run(Device device, ReportSession session, int batch)
    {
        Convolution(device, session, "conv-1", Shape(batch, 1, 32, 28));
        Convolution(device, session, "conv-2", Shape(batch, 32, 64, 26));
        Pooling(device, session, new PoolingShape
        {
            Planes = batch * 64,
            Y = new PoolingAxis { Input = 24, Output = 12, Size = 2, Stride = 2 },
            X = new PoolingAxis { Input = 24, Output = 12, Size = 2, Stride = 2 },
        });
    }

    private static void Convolution(Device device, ReportSession session, string name, ConvolutionShape s)
    {
        DeviceStream stream = device.DefaultStream;
        using DeviceBuffer<float> x = Uniform(device, s.Images * s.InputImage), y = Uniform(device, s.Images * s.OutputImage);
        using DeviceBuffer<float> w = Uniform(device, s.Weights), bias = Uniform(device, s.OutputChannels);
        string shape = $"{s.Images}x{s.InputChannels}x{s.Input.Y}-{s.OutputChannels}";
        double operations = 2.0 * s.Images * s.OutputImage * s.Taps;
        Row("forward", () => Convolutions.Forward(stream, s, x.View, w.View, bias.View, y.View));
        if (s.InputChannels > 1)
        {
            Row("by-input", () => Convolutions.Transposed(stream, s, y.View, w.View, default, x.View));
        }

        Row("by-weights", () => Convolutions.Weights(stream, s, x.View, y.View, w.View));

        void Row(string map, Action enqueue) => session.Compare(
            new ReportCase($"{name} {map}", shape, "float", ReportUnit.GigaflopsPerSecond, operations), StreamClock.Contender(stream, enqueue), []);
    }

    private static void Pooling(Device device, ReportSession session, PoolingShape s)
    {
        DeviceStream stream = device.DefaultStream;
        long inputs = s.Planes * s.InputArea;
        long outputs = s.Planes * s.OutputArea;
        using DeviceBuffer<float> x = Uniform(device, inputs), y = Uniform(device, outputs);
        using DeviceBuffer<int> places = device.Allocate<int>(outputs);
        long bytes = (sizeof(float) * (inputs + outputs)) + (sizeof(int) * outputs);
        using DeviceBuffer<byte> source = device.Allocate<byte>(bytes / 2), destination = device.Allocate<byte>(bytes / 2);
        Row("max-pool forward", () => Poolings.Max(stream, s, x.View, y.View, places.View));
        Row("max-pool by-input", () => Poolings.Place(stream, s, y.View, places.View, x.View));

        void Row(string name, Action enqueue) => session.Compare(
            new ReportCase(name, $"{s.Planes}x{s.Y.Input}x{s.X.Input}", "float", ReportUnit.GigabytesPerSecond, bytes),
            StreamClock.Contender(stream, enqueue),
            [Reference.Present("devicecopy", StreamClock.Contender(stream, () => stream.Copy(source.View, destination.View)))]);
    }

    private static ConvolutionShape Shape(int images, int inputs, int outputs, int side) => new()
    {
        Images = images,
        Groups = 1,
        InputChannels = inputs,
        OutputChannels = outputs,
        Input = new Extent2(side, side),
        Output = new Extent2(side - 2, side - 2),
        Kernel = new Extent2(3, 3),
        Stride = new Extent2(1, 1),
        Padding = default,
        Dilation = new Extent2(1, 1),
    };

    private static DeviceBuffer<float> Uniform(Device device, long count) => device.Allocate<float>(BenchData.Uniform<float>(new Random(1), count));
}
