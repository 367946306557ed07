using Panther.Bench.Harness;
using Panther.Bench.Native;
using Panther.Bench.Report;
using Panther.Bench.Suites.Engine;
using Panther.Bench.Suites.Gemm;

namespace Panther.Bench.Suites.Sketches;

/// <summary>Copies inside the device, and cuBLAS on an operator in memory.</summary>
internal sealed class CudaSketchReferences : ISketchReferences
{
    private const string Name = "cublas";

    private readonly CudaDriver driver;
    private readonly CudaEngineReferences engine;
    private readonly nint stream;
    private readonly CuBlas? blas;
    private readonly string reason;
    private readonly List<ulong> held = [];

    public CudaSketchReferences(CudaDriver driver)
    {
        this.driver = driver;
        engine = new CudaEngineReferences(driver);
        stream = driver.CreateStream();
        blas = CuBlas.TryOpen(stream, out reason);
    }

    public Reference[] Move(long bytes) => engine.Move(bytes);

    public Reference[] Product(int rows, int columns, int depth)
    {
        if (blas is null)
        {
            return [Reference.Absent(Name, reason)];
        }

        ulong a = Upload((long)rows * depth), b = Upload((long)depth * columns), c = Upload((long)rows * columns);
        return [Reference.Present(Name, new DeviceClock(driver, stream).Contender(() => blas.Sgemm(new GemmShape(rows, columns, depth), a, b, c)))];
    }

    public void Release()
    {
        engine.Release();
        driver.Synchronize(stream);
        held.ForEach(driver.Free);
        held.Clear();
    }

    /// <summary>Random values: a GPU's clock depends on what it multiplies.</summary>
    private ulong Upload(long count)
    {
        float[] values = BenchData.Uniform<float>(new Random(3), count);
        ulong address = driver.Allocate(sizeof(float) * count);
        held.Add(address);
        driver.Upload<float>(address, values);
        return address;
    }
}
