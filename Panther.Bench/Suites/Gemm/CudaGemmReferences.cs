using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Gemm;

/// <summary>cuBLAS, in full precision of the type.</summary>
internal sealed class CudaGemmReferences : IGemmReferences
{
    private const string Name = "cublas";

    private readonly CudaDriver _driver;
    private readonly nint _stream;
    private readonly CuBlas? _blas;
    private readonly string _reason;
    private readonly List<ulong> _held = [];

    public CudaGemmReferences(CudaDriver driver)
    {
        _driver = driver;
        _stream = driver.CreateStream();
        _blas = CuBlas.TryOpen(_stream, out _reason);
    }

    public Reference[] Gemm<T>(GemmShape shape, T[] a, T[] b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (_blas is null)
        {
            return [Reference.Absent(Name, _reason)];
        }

        ulong x = Upload(a), y = Upload(b), z = Allocate<T>(shape.Length);
        Action run = typeof(T) == typeof(float) ? () => _blas.Sgemm(shape, x, y, z) : () => _blas.Dgemm(shape, x, y, z);
        return [Reference.Present(Name, new DeviceClock(_driver, _stream).Contender(run))];
    }

    public void Release()
    {
        _driver.Synchronize(_stream);
        _held.ForEach(_driver.Free);
        _held.Clear();
    }

    private unsafe ulong Upload<T>(T[] values)
        where T : unmanaged
    {
        ulong address = Allocate<T>(values.Length);
        _driver.Upload<T>(address, values);
        return address;
    }

    private unsafe ulong Allocate<T>(long length)
        where T : unmanaged
    {
        ulong address = _driver.Allocate(length * sizeof(T));
        _held.Add(address);
        return address;
    }
}
