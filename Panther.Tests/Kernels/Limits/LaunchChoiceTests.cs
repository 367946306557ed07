using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Kernels.Limits;

/// <summary>What launchers choose on the device whose times the choices were made by, held to a file. It may only change for a reason: set <c>PANTHER_UPDATE_LAUNCHES=1</c> for one run, and look at the difference.</summary>
public sealed class LaunchChoiceTests
{
    private const string Snapshot = "Panther.Tests/Kernels/Limits/H200.txt";

    [Fact]
    public void Launches_WithTheLimitsOfAnH200_AreThoseOfTheSnapshot()
    {
        var recorder = new LaunchRecorder();
        using CpuDevice device = SmallDevice.Recording(recorder, 1024, 227 << 10);
        List<string> lines = [];
        Note<float>(device, recorder, lines);
        Note<double>(device, recorder, lines);
        string actual = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("PANTHER_UPDATE_LAUNCHES") == "1")
        {
            File.WriteAllText(SourceTree.File(Snapshot), actual);
            return;
        }

        using Stream stored = typeof(LaunchChoiceTests).Assembly.GetManifestResourceStream("H200.txt")!;
        Assert.Equal(new StreamReader(stored).ReadToEnd().Split('\n'), actual.Split('\n'));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public void Launches_WithTheLimitsOfASmallGpu_FitOrAreRefusedInASentence(int threads)
    {
        using CpuDevice device = SmallDevice.Recording(new LaunchRecorder(), threads, 32 << 10);
        Assert.Empty(Refused<float>(device));

        // Half a tile of eight doubles of 128 elements alone takes 33 KiB.
        Assert.Equal(["gradient of attention of 80", "gradient of attention of 128"], Refused<double>(device));
    }

    private static List<string> Refused<T>(Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<string> refused = [];
        using DeviceBuffer<T> memory = device.Allocate<T>(1 << 22);
        foreach ((string name, Action enqueue) in new LaunchCases<T>(device.DefaultStream, memory.View).All())
        {
            try
            {
                enqueue();
            }
            catch (NotSupportedException)
            {
                refused.Add(name);
            }
        }

        return refused;
    }

    private static void Note<T>(Device device, LaunchRecorder recorder, List<string> lines)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DeviceBuffer<T> memory = device.Allocate<T>(1 << 22);
        foreach ((string name, Action enqueue) in new LaunchCases<T>(device.DefaultStream, memory.View).All())
        {
            recorder.Launches.Clear();
            enqueue();
            lines.Add($"{typeof(T).Name} {name}");
            lines.AddRange(recorder.Launches.Select(launch => "    " + launch));
        }
    }
}
