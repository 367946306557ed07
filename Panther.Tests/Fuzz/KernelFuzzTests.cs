using System.Globalization;
using System.Reflection;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Fuzz;

/// <summary>
/// Random kernels give the same bits as plain .NET methods, translated and interpreted, optimised and interpreted, and on every device.
/// PANTHER_FUZZ_KERNELS sets how many are tried (200; 40 where an OpenCL driver compiles for the processor, which takes it long), PANTHER_FUZZ_SEED the
/// first seed (1), PANTHER_FUZZ_DEVICES the kinds of devices (all; else such as <c>cpu,opencl</c>).
/// </summary>
public class KernelFuzzTests
{
    private const int Batch = 50;
    private const int ShrinkTries = 400;
    private const int UsualCount = 200;
    private const int UsualCountOfSlowCompilers = 40;

    [Fact]
    public void Kernels_OfRandomSeeds_GiveTheBitsOfDotNet()
    {
        int count = Setting("PANTHER_FUZZ_KERNELS", UsualCount);
        int countOfSlow = Setting("PANTHER_FUZZ_KERNELS", UsualCountOfSlowCompilers);
        int first = Setting("PANTHER_FUZZ_SEED", 1);
        string[]? kinds = Environment.GetEnvironmentVariable("PANTHER_FUZZ_DEVICES")?.Split(',');
        Device[] all = [.. TestDevice.OnePerKind.Where(device => kinds?.Contains(device.Kind.ToString(), StringComparer.OrdinalIgnoreCase) ?? true)];
        Device[] fast = [.. all.Where(device => device is not OpenClDevice { IsProcessor: true })];
        for (int start = first; start < first + count; start += Batch)
        {
            (KernelShape Shape, bool IsDebug)[] kernels =
                [.. Enumerable.Range(start, Math.Min(Batch, first + count - start)).Select(seed => (KernelGenerator.Make(seed), seed % 2 == 0))];
            MethodInfo[] methods = KernelEmitter.Emit(kernels);
            for (int i = 0; i < methods.Length; i++)
            {
                Device[] devices = start + i < first + countOfSlow ? all : fast;
                if (FuzzRun.FindProblem(methods[i], devices) is { } problem)
                {
                    Fail(start + i, kernels[i].Shape, kernels[i].IsDebug, problem, devices);
                }
            }
        }
    }

    [Fact]
    public void Shrink_KernelThatFailsByOneStatement_KeepsOnlyThat()
    {
        KernelShape shape = KernelGenerator.Make(12345);
        static bool Fails(KernelShape s) => s.Text().Contains("outInts[(index.X * 3) + 1]", StringComparison.Ordinal);
        Assert.True(Fails(shape));
        KernelShape small = KernelShrinker.Shrink(shape, Fails, 2000);
        Assert.Single(small.Code.Statements);
    }

    private static void Fail(int seed, KernelShape shape, bool isDebug, string problem, Device[] devices)
    {
        // What failed first must fail again: a cut that fails in another way may be another defect.
        string stage = problem.Split(':')[0];
        KernelShape small = KernelShrinker.Shrink(
            shape,
            s => FuzzRun.FindProblem(KernelEmitter.Emit([(s, isDebug)])[0], devices) is { } other && other.Split(':')[0] == stage,
            ShrinkTries);
        string rest = FuzzRun.FindProblem(KernelEmitter.Emit([(small, isDebug)])[0], devices) ?? problem;
        Assert.Fail($"seed {seed}, {(isDebug ? "unoptimised" : "optimised")} CIL: {rest}\n{small.Text()}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
