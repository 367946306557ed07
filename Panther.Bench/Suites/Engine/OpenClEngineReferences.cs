using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Bench.Suites.Engine;

/// <summary>The bare driver: a copy inside the device, and a kernel of hand-written OpenCL C.</summary>
internal sealed unsafe class OpenClEngineReferences(OpenClDevice device) : IEngineReferences
{
    private const string Copy = "devicecopy";
    private const string Bare = "driver";

    private readonly nint _queue = device.Context.CreateQueue();
    private readonly List<Action> _releases = [];

    public Reference[] Triad(float[] a, float[] b, float s) => Move(12L * a.Length);

    public Reference[] Move(long bytes)
    {
        DeviceBuffer<byte> source = device.AllocateZeroed<byte>(bytes / 2), destination = device.AllocateZeroed<byte>(bytes / 2);
        _releases.Add(source.Dispose);
        _releases.Add(destination.Dispose);
        return [Reference.Present(Copy, StreamClock.Contender(device.DefaultStream, () => source.CopyTo(destination)))];
    }

    public Reference[] Enqueue(int length)
    {
        BareOpenClTriad triad = CreateTriad((uint)length);
        return [Reference.Present(Bare, EnqueueClock.Contender(triad.Launch, Finish))];
    }

    public Reference[] LaunchAndWait(int length)
    {
        BareOpenClTriad triad = CreateTriad((uint)length);
        return
        [
            Reference.Present(Bare, Contender.Host(() =>
            {
                triad.Launch();
                Finish();
            })),
        ];
    }

    public Reference[] FirstKernel() => [Reference.Absent(Bare, "a cold process of bare OpenCL calls is not offered")];

    public void Release()
    {
        device.DefaultStream.Synchronize();
        Finish();
        _releases.ForEach(release => release());
        _releases.Clear();
        device.TrimPool();
    }

    private void Finish() => OpenClDriver.Check(device.Driver.Finish(_queue), "clFinish", device.Id);

    private BareOpenClTriad CreateTriad(uint length)
    {
        var triad = new BareOpenClTriad(device, _queue, length);
        _releases.Add(triad.Free);
        return triad;
    }
}
