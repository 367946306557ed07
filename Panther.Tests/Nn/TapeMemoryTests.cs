using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>Runs alone, since it looks at the memory of the device.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TapeMemoryTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Dispose_AfterASweep_GivesAllMemoryBack(string kind)
    {
        Device device = RunsAlone.Settled(kind);
        using Tensor<float> parameter = Tensor<float>.Create(device, [1, 2, 3], [3]);
        parameter.RequiresGradient = true;
        long inUse = device.Memory.InUseBytes;
        long pooled = 0;
        for (int step = 0; step < (kind == "opencl" ? 200 : 1000); step++)
        {
            using (var tape = new Tape(device))
            {
                Tensor<float> x = tape.Create<float>([4, 5, 6], [3]);
                Tensor<float> loss = (x * parameter * parameter).Sum();
                Tensor<float> gradient = tape.Gradient(loss, parameter);
                if (step == 0)
                {
                    Assert.Equal([8, 20, 36], gradient.ToArray());
                }
            }

            Assert.Equal(inUse, device.Memory.InUseBytes);
            pooled = step == 10 ? device.Memory.PooledBytes : pooled;
        }

        device.DefaultStream.Synchronize();
        Assert.Equal(pooled, device.Memory.PooledBytes);
    }
}
