using System.Diagnostics.Metrics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Runtime;

[Collection(nameof(RunsAlone))]
public sealed unsafe class TelemetryTests
{
    [Fact]
    public void Meter_Listened_CountsLaunchesAndBytes()
    {
        Dictionary<string, long> sums = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Panther.Jit")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (sums)
            {
                sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
            }
        });
        listener.Start();

        using CpuDevice device = TestDevices.Cpu(new TestCompiler(static (_, _, _, _, _, _, _, _) => { }));
        device.Allocate<byte>(4096).Dispose();
        device.Allocate<byte>(4096).Dispose();
        Kernel<int> kernel = device.LoadKernel<int>(Nothing);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), 1);
        kernel.Launch(device.DefaultStream, new KernelConfig(1, 1), 1);
        Assert.Equal(2, sums["panther.jit.launches"]);
        Assert.Equal(4096, sums["panther.jit.driver_allocated"]);
        Assert.Equal(4096, sums["panther.jit.pool_reused"]);
        Assert.Equal(1, sums["panther.jit.kernels_compiled"]);
    }

    [Fact]
    public void Meter_Observed_GivesMemoryByDevice()
    {
        Dictionary<(string Instrument, string Device), long> values = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Panther.Jit" && instrument.IsObservable)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Assert.Equal("device", tags[0].Key);
            values[(instrument.Name, (string)tags[0].Value!)] = value;
        });
        listener.Start();

        const string Id = "cpu:metered";
        using CpuDevice device = TestDevices.Cpu(Id);
        DeviceBuffer<byte> first = device.Allocate<byte>(4096), second = device.Allocate<byte>(8192);
        second.Dispose();
        listener.RecordObservableInstruments();
        Assert.Equal(4096, values[("panther.jit.memory.in_use", Id)]);
        Assert.Equal(12288, values[("panther.jit.memory.peak", Id)]);
        Assert.Equal(8192, values[("panther.jit.memory.pooled", Id)]);

        first.Dispose();
        listener.RecordObservableInstruments();
        Assert.Equal(0, values[("panther.jit.memory.in_use", Id)]);
        Assert.Equal(12288, values[("panther.jit.memory.pooled", Id)]);

        values.Clear();
        device.Dispose();
        listener.RecordObservableInstruments();
        Assert.DoesNotContain(values.Keys, key => key.Device == Id);
    }

    private static void Nothing(int value)
    {
    }
}
