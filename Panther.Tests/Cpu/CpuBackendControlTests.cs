using Panther.Jit.Dialect;

namespace Panther.Tests.Cpu;

public class CpuBackendControlTests
{
    private const string Triad = """
        kernel triad(i32 %n, ptr.global %a, ptr.global %b, ptr.global %c, f32 %s)
        {
        b0:
            %0 = index groupX
            %1 = index groupDimX
            %2 = mul i32 %0, %1
            %3 = index threadX
            %4 = add i32 %2, %3
            %5 = compare.lessSigned i32 %4, %n
            branch %5 ? b1 : b2
        b1:
            %6 = gep ptr.global %b + %4 * 4 + 0
            %7 = load f32 %6
            %8 = gep ptr.global %c + %4 * 4 + 0
            %9 = load f32 %8
            %10 = mul f32 %s, %9
            %11 = add f32 %7, %10
            %12 = gep ptr.global %a + %4 * 4 + 0
            store f32 %12, %11
            branch b2
        b2:
            return
        }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100)]
    public void Compile_GuardedTriad_TouchesOnlyTheRange(int n)
    {
        float[] b = [.. Enumerable.Range(0, 128).Select(i => i * 1.25f)];
        float[] c = [.. Enumerable.Range(0, 128).Select(i => 100 - (i * 0.5f))];
        LaneLaunch.Check(Triad, new KernelConfig(2, 64), n, new float[128], b, c, 1.5f);
        LaneLaunch.Check(Triad, new KernelConfig(4, 27), n, new float[128], b, c, 1.5f);
    }
}
