namespace Panther.Tests.Conformance;

public sealed class CpuConformance() : ConformanceTests("cpu");

public sealed class CudaConformance() : ConformanceTests("cuda");

public sealed class OpenClConformance() : ConformanceTests("opencl");
