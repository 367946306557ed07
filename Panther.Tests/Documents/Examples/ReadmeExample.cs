using Panther.Core;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;

namespace Panther.Tests.Documents.Examples;

/// <summary>The code that README.md shows.</summary>
internal static class ReadmeExample
{
    public static void Run()
    {
        Decompose([WriteMatrix()]);
        AddUp();
    }

    private static void Decompose(string[] args)
    {
        float[,] matrix = MatrixFile.Read<float>(args[0]);                             // or spans, MathNet matrices, tensors, a DeviceMatrix<T>
        var svd = RandomizedSvd.Compute(matrix, rank: 50, new RandomizedSvdOptions { Seed = 1 });
        // svd.U (m×50), svd.S (50), svd.V (n×50), svd.RelativeErrorEstimate, svd.Passes, svd.Seed
        Assert.Equal(50, svd.S.Length);
        File.Delete(args[0]);
    }

    private static string WriteMatrix()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy");
        var random = new Random(1);
        var values = new float[90, 70];
        foreach (ref float value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref values[0, 0], values.Length))
        {
            value = random.NextSingle();
        }

        MatrixFile.Write(path, values);
        return path;
    }

    private static void AddUp()
    {
        static void Sum(ArrayView<float> values, ArrayView<float> sums)             // one group for each block of 256 values
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(256);
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            shared[Group.IdxX] = i < values.Length ? values[i] : 0;
            Group.Barrier();
            for (int half = 128; half > 0; half /= 2)
            {
                if (Group.IdxX < half)
                {
                    shared[Group.IdxX] += shared[Group.IdxX + half];
                }

                Group.Barrier();
            }

            if (Group.IdxX == 0)
            {
                sums[Grid.IdxX] = shared[0];
            }
        }

        float[] data = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        int groups = (data.Length + 255) / 256;
        Device device = Device.Default;
        using DeviceBuffer<float> values = device.Allocate<float>(data), sums = device.Allocate<float>(groups);
        device.LoadKernel<ArrayView<float>, ArrayView<float>>(Sum)
            .Launch(device.DefaultStream, new KernelConfig(groups, 256), values.View, sums.View);
        float[] result = sums.ToArray();                                            // 32640, 98176, 163712, 204972
        Assert.Equal([32640, 98176, 163712, 204972], result);
    }
}
