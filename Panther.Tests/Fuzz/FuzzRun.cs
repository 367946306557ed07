using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Jit.Runtime;
using Panther.Tests.Engine;

using KernelAction = System.Action<Panther.Jit.Dialect.Index1D, Panther.Jit.Dialect.ArrayView<int>, Panther.Jit.Dialect.ArrayView<long>, Panther.Jit.Dialect.ArrayView<float>, Panther.Jit.Dialect.ArrayView<double>, Panther.Jit.Dialect.ArrayView<long>, Panther.Jit.Dialect.ArrayView<double>, int, float>;

namespace Panther.Tests.Fuzz;
/// <summary>Runs a kernel in every way there is, and holds the results against those of the plain .NET method.</summary>
internal static unsafe class FuzzRun
{
    private static readonly FuzzInputs Inputs = new();
    private static readonly TargetInfo Target = new(32) { WideAccessBytes = 16 };

    /// <summary>Returns what went wrong, or null.</summary>
    public static string? FindProblem(MethodInfo method, IReadOnlyList<Device> devices)
    {
        FuzzResults expected = RunInDotNet(method);
        KernelFunction function;
        try
        {
            function = KernelFrontEnd.Translate(new KernelSource(method), Target);
            IrVerifier.Verify(function, "the front end");
            if (expected.Compare(Interpret(function)) is { } wrong)
            {
                return $"front end: {wrong}";
            }

            PassPipeline.Run(function, Target, new PassOptions { Verify = true });
            if (expected.Compare(Interpret(function)) is { } changed)
            {
                return $"passes: {changed}";
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"compiler: {e.GetType().Name}: {e.Message.Split('\n')[0]}";
        }

        foreach (Device device in devices)
        {
            try
            {
                if (expected.Compare(Launch(device, method)) is { } differs)
                {
                    return $"{device.Id}: {differs}";
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return $"{device.Id}: {e.GetType().Name}: {e.Message.Split('\n')[0]}";
            }
        }

        return null;
    }

    private static FuzzResults RunInDotNet(MethodInfo method)
    {
        var kernel = method.CreateDelegate<KernelAction>();
        var results = new FuzzResults();
        fixed (int* ints = Inputs.Ints)
        fixed (long* longs = Inputs.Longs, outInts = results.Ints)
        fixed (float* floats = Inputs.Floats)
        fixed (double* doubles = Inputs.Doubles, outFloats = results.Floats)
        {
            for (int i = 0; i < FuzzInputs.Threads; i++)
            {
                kernel(
                    i,
                    new ArrayView<int>(ints, KernelShape.InputLength),
                    new ArrayView<long>(longs, KernelShape.InputLength),
                    new ArrayView<float>(floats, KernelShape.InputLength),
                    new ArrayView<double>(doubles, KernelShape.InputLength),
                    new ArrayView<long>(outInts, results.Ints.Length),
                    new ArrayView<double>(outFloats, results.Floats.Length),
                    FuzzInputs.P,
                    FuzzInputs.Q);
            }
        }

        return results;
    }

    private static FuzzResults Interpret(KernelFunction function)
    {
        var results = new FuzzResults();
        fixed (int* ints = Inputs.Ints)
        fixed (long* longs = Inputs.Longs, outInts = results.Ints)
        fixed (float* floats = Inputs.Floats)
        fixed (double* doubles = Inputs.Doubles, outFloats = results.Floats)
        {
            const long Length = KernelShape.InputLength;
            byte[] parameters = ParameterBytes.Of(
                function,
                FuzzInputs.Threads,
                (nint)ints, Length,
                (nint)longs, Length,
                (nint)floats, Length,
                (nint)doubles, Length,
                (nint)outInts, (long)results.Ints.Length,
                (nint)outFloats, (long)results.Floats.Length,
                FuzzInputs.P,
                FuzzInputs.Q);
            IrInterpreter.Run(function, Target, new KernelConfig(2, 32), parameters);
        }

        return results;
    }

    private static FuzzResults Launch(Device device, MethodInfo method)
    {
        using DeviceBuffer<int> ints = device.Allocate<int>(Inputs.Ints);
        using DeviceBuffer<long> longs = device.Allocate<long>(Inputs.Longs);
        using DeviceBuffer<float> floats = device.Allocate<float>(Inputs.Floats);
        using DeviceBuffer<double> doubles = device.Allocate<double>(Inputs.Doubles);
        var results = new FuzzResults();
        using DeviceBuffer<long> outInts = device.AllocateZeroed<long>(results.Ints.Length);
        using DeviceBuffer<double> outFloats = device.AllocateZeroed<double>(results.Floats.Length);
        var kernel = device.LoadKernel(method.CreateDelegate<KernelAction>());
        kernel.Launch(
            device.DefaultStream, FuzzInputs.Threads, ints.View, longs.View, floats.View, doubles.View, outInts.View, outFloats.View, FuzzInputs.P, FuzzInputs.Q);
        outInts.CopyTo(results.Ints);
        outFloats.CopyTo(results.Floats);
        return results;
    }
}
