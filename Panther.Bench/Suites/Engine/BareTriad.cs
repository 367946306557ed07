using Panther.Bench.Native;

namespace Panther.Bench.Suites.Engine;

/// <summary>The hand-written PTX triad on the bare CUDA driver.</summary>
internal sealed unsafe class BareTriad(CudaDriver driver, nint stream, uint length)
{
    private readonly nint _function = driver.LoadFunction(TriadPtx.Text, TriadPtx.EntryPoint);
    private readonly ulong _a = driver.Allocate(4L * length);
    private readonly ulong _b = driver.Allocate(4L * length);
    private readonly ulong _c = driver.Allocate(4L * length);

    public void Launch()
    {
        ulong a = _a, b = _b, c = _c;
        float s = 3;
        uint n = length;
        void** arguments = stackalloc void*[] { &a, &b, &c, &s, &n };
        driver.Launch(_function, (n + TriadPtx.GroupSize - 1) / TriadPtx.GroupSize, TriadPtx.GroupSize, stream, arguments);
    }

    public void Free()
    {
        driver.Free(_a);
        driver.Free(_b);
        driver.Free(_c);
    }
}
