using Panther.Bench.Native;
using Panther.Bench.Report;
using Panther.Bench.Suites.Decompositions;
using Panther.Bench.Suites.Engine;
using Panther.Bench.Suites.Gemm;
using Panther.Bench.Suites.LeastSquares;
using Panther.Bench.Suites.Nn;
using Panther.Bench.Suites.Qr;
using Panther.Bench.Suites.Sketches;
using Panther.Bench.Suites.TensorCores;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Bench.Suites;

/// <summary>The suites by name.</summary>
internal static class SuiteCatalog
{
    /// <summary>The suite for a device: a kind, <c>cpu</c>, <c>cuda</c> or <c>opencl</c>, or an id.</summary>
    /// <exception cref="DeviceNotFoundException">There is no such device; the message says what there is.</exception>
    public static ISuite[] Create(string suite, string device)
    {
        Device found = Device.Find(device);
        return (suite, found.Kind) switch
        {
            ("engine", DeviceKind.OpenCl) => [new EngineSuite(found, new OpenClEngineReferences((OpenClDevice)found))],
            ("engine", DeviceKind.Cpu) => [new EngineSuite(found, new CpuEngineReferences())],
            ("engine", _) => [new EngineSuite(found, new CudaEngineReferences(OpenDriver(found)))],
            ("gemm", DeviceKind.OpenCl) when found.IsProcessor => [new KernelGemmSuite(found, new CpuGemmReferences())],
            ("tensorcores", _) => [new TensorCoreSuite(found)],
            ("gemm", DeviceKind.Cpu) => [new HostGemmSuite(new CpuGemmReferences()), new KernelGemmSuite(found, new CpuGemmReferences())],
            ("gemm", _) => [new KernelGemmSuite(found, new CudaGemmReferences(OpenDriver(found)))],
            ("sketch", DeviceKind.OpenCl) => [new SketchSuite(found, new CopyReferences(new OpenClEngineReferences((OpenClDevice)found)))],
            ("sketch", DeviceKind.Cpu) => [new SketchSuite(found, new CopyReferences(new CpuEngineReferences()))],
            ("sketch", _) => [new SketchSuite(found, new CudaSketchReferences(OpenDriver(found)))],
            ("decompositions", _) when found.IsProcessor =>
                [new DecompositionSuite(found, new CpuDecompositionReferences()), new QrSuite(found, new CpuQrReferences()), new LeastSquaresSuite(found)],
            ("decompositions", _) =>
                [
                    new DecompositionSuite(found, new CudaDecompositionReferences(OpenDriver(found))),
                    new QrSuite(found, new CudaQrReferences(OpenDriver(found))),
                    new LeastSquaresSuite(found),
                ],
            ("svd", _) when found.IsProcessor => [new DecompositionSuite(found, new CpuDecompositionReferences())],
            ("svd", _) => [new DecompositionSuite(found, new CudaDecompositionReferences(OpenDriver(found)))],
            ("qr", _) when found.IsProcessor => [new QrSuite(found, new CpuQrReferences())],
            ("qr", _) => [new QrSuite(found, new CudaQrReferences(OpenDriver(found)))],
            ("nn", _) => [new NnSuite(found, NnSuite.All)],
            ("char-transformer", _) => [new NnSuite(found, new CharTransformerCase())],
            ("random-features", _) => [new NnSuite(found, new RandomFeatureCase())],
            ("least-squares", _) => [new LeastSquaresSuite(found)],
            _ => [],
        };
    }

    private static CudaDriver OpenDriver(Device device) =>
        CudaDriver.TryOpen(out string reason) ?? throw new InvalidOperationException($"{device} is there, but the bare driver is not: {reason}");
}
