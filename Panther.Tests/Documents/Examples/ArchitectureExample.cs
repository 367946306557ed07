using Panther.Core;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that docs/architecture.md shows.</summary>
internal static class ArchitectureExample
{
    public static void Run()
    {
        if (Device.All.Any(device => device.Kind == DeviceKind.Cuda))
        {
            Compute(new float[60, 60]);
        }
    }

    private static void Compute(float[,] matrix)
    {
        RandomizedSvdResult<float[,], float[]> svd = RandomizedSvd.Compute(matrix, rank: 50, new RandomizedSvdOptions { Device = Device.Find("cuda:0") });
        Assert.Equal(50, svd.Rank);
    }
}
