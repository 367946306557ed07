using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;
using Panther.Bench.Suites.Engine.Start;

namespace Panther.Bench.Suites.Engine;

/// <summary>The bare driver: a copy inside the device, and a kernel of hand-written PTX.</summary>
internal sealed class CudaEngineReferences(CudaDriver driver) : IEngineReferences
{
    private const string Copy = "devicecopy";
    private const string Bare = "driver";

    private readonly nint _stream = driver.CreateStream();
    private readonly List<Action> _releases = [];

    public Reference[] Triad(float[] a, float[] b, float s)
    {
        // A triad moves 12 bytes an element.
        BareTriad triad = CreateTriad((uint)a.Length);
        return [.. Move(12L * a.Length), Reference.Present(Bare, new DeviceClock(driver, _stream).Contender(triad.Launch))];
    }

    public Reference[] Move(long bytes)
    {
        long half = bytes / 2;
        ulong source = driver.Allocate(half), destination = driver.Allocate(half);
        _releases.Add(() => driver.Free(source));
        _releases.Add(() => driver.Free(destination));
        return [Reference.Present(Copy, new DeviceClock(driver, _stream).Contender(() => driver.Copy(destination, source, half, _stream)))];
    }

    public Reference[] Enqueue(int length)
    {
        BareTriad triad = CreateTriad((uint)length);
        return [Reference.Present(Bare, EnqueueClock.Contender(triad.Launch, () => driver.Synchronize(_stream)))];
    }

    public Reference[] LaunchAndWait(int length)
    {
        BareTriad triad = CreateTriad((uint)length);
        return
        [
            Reference.Present(Bare, Contender.Host(() =>
            {
                triad.Launch();
                driver.Synchronize(_stream);
            })),
        ];
    }

    public Reference[] FirstKernel() =>
    [
        Reference.Present(StartCommand.BareContext, StartProcess.Contender(StartCommand.FirstKernel, StartCommand.BareContext)),
        Reference.Present(Bare, StartProcess.Contender(StartCommand.FirstKernel, StartCommand.BareDriver)),
    ];

    public void Release()
    {
        driver.Synchronize(_stream);
        _releases.ForEach(release => release());
        _releases.Clear();
    }

    private BareTriad CreateTriad(uint length)
    {
        var triad = new BareTriad(driver, _stream, length);
        _releases.Add(triad.Free);
        return triad;
    }
}
