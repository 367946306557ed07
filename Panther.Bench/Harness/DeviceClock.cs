using Panther.Bench.Native;

namespace Panther.Bench.Harness;

/// <summary>Times work in one CUDA stream by events of the device.</summary>
internal sealed class DeviceClock(CudaDriver driver, nint stream)
{
    private readonly nint _start = driver.CreateEvent();
    private readonly nint _end = driver.CreateEvent();

    /// <summary>A contender whose <paramref name="enqueue"/> puts one run of the work into the stream.</summary>
    public Contender Contender(Action enqueue) => new(repeats =>
    {
        driver.Record(_start, stream);
        for (int i = 0; i < repeats; i++)
        {
            enqueue();
        }

        driver.Record(_end, stream);
        return driver.SecondsBetween(_start, _end);
    });
}
