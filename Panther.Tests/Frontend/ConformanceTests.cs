using System.Reflection;
using Panther.Jit.Dialect;

namespace Panther.Tests.Frontend;

/// <summary>Every kernel of the Kernels folder, as Roslyn compiles it with and without optimisation, over edge cases of its element types.</summary>
public class ConformanceTests
{
    private const string Namespace = "Panther.Tests.Frontend.Kernels";

    public static TheoryData<string, bool> Kernels()
    {
        var data = new TheoryData<string, bool>();
        foreach (MethodInfo method in typeof(ConformanceTests).Assembly.GetTypes().Where(t => t.Namespace == Namespace && t.DeclaringType is null)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Where(IsElementwise))
        {
            data.Add($"{method.DeclaringType!.Name}.{method.Name}", true);
            data.Add($"{method.DeclaringType!.Name}.{method.Name}", false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Translate_Kernel_AgreesWithDotNet(string kernel, bool optimized)
    {
        MethodInfo method = Find(kernel, optimized);
        Type[] elements = [.. method.GetParameters().Skip(1).Select(p => p.ParameterType.GetGenericArguments()[0])];
        Array[] inputs = [.. elements.Skip(1).Select(EdgeCases.Of)];
        int count = inputs.Aggregate(1, (n, input) => n * input.Length);
        var arguments = new List<object> { new Index1D(count), Array.CreateInstance(elements[0], count) };
        int repeat = 1;
        foreach (Array input in inputs)
        {
            Array all = Array.CreateInstance(input.GetType().GetElementType()!, count);
            for (int i = 0; i < count; i++)
            {
                all.SetValue(input.GetValue(i / repeat % input.Length), i);
            }

            repeat *= input.Length;
            arguments.Add(all);
        }

        KernelRun.AssertSame(method, new KernelConfig((count + 31) / 32, 32), [.. arguments]);
    }

    /// <summary>Finds a kernel in this assembly, or in the one that compiles the same files without optimisation.</summary>
    internal static MethodInfo Find(string kernel, bool optimized)
    {
        Assembly assembly = optimized ? typeof(ConformanceTests).Assembly : Assembly.Load("Panther.Tests.DebugKernels");
        int dot = kernel.IndexOf('.', StringComparison.Ordinal);
        return assembly.GetType($"{Namespace}.{kernel[..dot]}", throwOnError: true)!.GetMethod(kernel[(dot + 1)..])!;
    }

    private static bool IsElementwise(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Index1D);
}
