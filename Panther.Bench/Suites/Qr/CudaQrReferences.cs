using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Qr;

/// <summary>cuSOLVER's unpivoted QR with Q formed; it has no pivoted one.</summary>
internal sealed class CudaQrReferences : IQrReferences
{
    private const string Name = "cusolver";

    private readonly CudaDriver _driver;
    private readonly nint _stream;
    private readonly CuSolver? _solver;
    private readonly string _reason;
    private readonly List<ulong> _held = [];

    public CudaQrReferences(CudaDriver driver)
    {
        _driver = driver;
        _stream = driver.CreateStream();
        _solver = CuSolver.TryOpen(_stream, out _reason);
    }

    public Reference[] Factor<T>(T[] values, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (_solver is null)
        {
            return [Reference.Absent(Name, _reason)];
        }

        try
        {
            return [Reference.Present(Name, Create(_solver, values, rows, columns))];
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

    private Contender Create<T>(CuSolver solver, T[] values, int rows, int columns)
        where T : unmanaged
    {
        bool isDouble = typeof(T) == typeof(double);
        int size = Unsafe.SizeOf<T>(), workElements = solver.QrWorkspace(isDouble, rows, columns);
        long bytes = (long)values.Length * size;
        ulong kept = Allocate(bytes), a = Allocate(bytes), tau = Allocate((long)columns * size), work = Allocate((long)workElements * size), info = Allocate(sizeof(int));
        _driver.Upload<T>(kept, values);
        nint start = _driver.CreateEvent(), end = _driver.CreateEvent();
        return new Contender(repeats =>
        {
            double seconds = 0;
            for (int i = 0; i < repeats; i++)
            {
                // The routine destroys its input; putting it back is not its work.
                _driver.Copy(a, kept, bytes, _stream);
                _driver.Record(start, _stream);
                solver.Qr(isDouble, rows, columns, a, tau, work, workElements, info);
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
