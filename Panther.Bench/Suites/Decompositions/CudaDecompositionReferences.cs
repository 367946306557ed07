using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>cuSOLVER's own randomized decomposition.</summary>
internal sealed class CudaDecompositionReferences : IDecompositionReferences
{
    private const string Name = "cusolver";

    private readonly CudaDriver _driver;
    private readonly nint _stream;
    private readonly CuSolver? _solver;
    private readonly string _reason;
    private readonly List<ulong> _held = [];

    public CudaDecompositionReferences(CudaDriver driver)
    {
        _driver = driver;
        _stream = driver.CreateStream();
        _solver = CuSolver.TryOpen(_stream, out _reason);
    }

    public Reference[] RandomizedSvd(float[] values, SvdShape shape, int oversampling, int powerIterations)
    {
        if (_solver is null)
        {
            return [Reference.Absent(Name, _reason)];
        }

        try
        {
            return [Reference.Present(Name, Create(_solver, values, shape, oversampling, powerIterations))];
        }
        catch (InvalidOperationException e)
        {
            return [Reference.Absent(Name, e.Message)];
        }
    }

    public void Release()
    {
        _driver.Synchronize(_stream);
        _held.ForEach(_driver.Free);
        _held.Clear();
    }

    private Contender Create(CuSolver solver, float[] values, SvdShape shape, int oversampling, int powerIterations)
    {
        (int m, int n, int k) = (shape.Rows, shape.Columns, shape.Rank);
        (long deviceBytes, long hostBytes) = solver.Workspace(m, n, k, oversampling, powerIterations);
        long min = Math.Min(m, n), bytes = sizeof(float) * (long)m * n;
        ulong kept = Allocate(bytes), a = Allocate(bytes), work = Allocate(deviceBytes), info = Allocate(sizeof(int));
        ulong s = Allocate(sizeof(float) * min), u = Allocate(sizeof(float) * m * min), v = Allocate(sizeof(float) * n * min);
        byte[] hostWork = new byte[Math.Max(1, hostBytes)];
        _driver.Upload<float>(kept, values);

        nint start = _driver.CreateEvent(), end = _driver.CreateEvent();
        return new Contender(repeats =>
        {
            double seconds = 0;
            for (int i = 0; i < repeats; i++)
            {
                // The routine destroys its input; putting it back is not its work.
                _driver.Copy(a, kept, bytes, _stream);
                _driver.Record(start, _stream);
                solver.RandomizedSvd(m, n, k, oversampling, powerIterations, a, s, u, v, work, deviceBytes, hostWork, info);
                _driver.Record(end, _stream);
                seconds += _driver.SecondsBetween(start, end);
            }

            return seconds;
        });
    }

    private ulong Allocate(long bytes)
    {
        ulong address = _driver.Allocate(Math.Max(1, bytes));
        _held.Add(address);
        return address;
    }
}
