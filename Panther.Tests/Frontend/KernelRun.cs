using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Frontend;

/// <summary>Runs a kernel twice, as a .NET method and as its translation, and holds the memory that both leave behind together, bit by bit.</summary>
internal static class KernelRun
{
    public static TargetInfo Target { get; } = new(4) { WideAccessBytes = 16 };

    public static KernelFunction Translate(MethodInfo method, IReadOnlyDictionary<int, object>? specializations = null, TargetInfo? target = null)
    {
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(method, specializations ?? new Dictionary<int, object>()), target ?? Target);
        IrVerifier.Verify(function, "the front end");
        return function;
    }

    /// <summary>Runs one thread of an explicitly grouped kernel.</summary>
    public static void AssertSame(MethodInfo method, params object[] arguments) => AssertSame(method, new KernelConfig(1, 1), arguments);

    /// <summary>Runs a launch whose groups pass no barrier. Arrays stand for views of their elements; specialised values are constants.</summary>
    public static void AssertSame(MethodInfo method, KernelConfig config, params object[] arguments)
    {
        var specializations = new Dictionary<int, object>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (ArgumentLayout.IsSpecialized(arguments[i].GetType()))
            {
                specializations.Add(i, arguments[i].GetType().GetProperty("Value")!.GetValue(arguments[i])!);
            }
        }

        KernelFunction function = Translate(method, specializations);
        using var expected = new KernelMemory(arguments);
        RunInDotNet(method, config, expected.Arguments);
        AssertLeaves(expected, function, method, config, arguments);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        AssertLeaves(expected, function, method, config, arguments);
    }

    /// <summary>Interprets a translation and holds what it leaves in memory against what .NET left.</summary>
    private static void AssertLeaves(KernelMemory expected, KernelFunction function, MethodInfo method, KernelConfig config, object[] arguments)
    {
        using var actual = new KernelMemory(arguments);
        IrInterpreter.Run(function, Target, config, ParameterBytes.Of(function, [.. Leaves(method, actual.Arguments)]));
        for (int i = 0; i < arguments.Length; i++)
        {
            if (expected.IsSame(actual, i))
            {
                continue;
            }

            Assert.Fail(
                $"{method.Name}: argument {i} differs\n{actual.Difference(expected, i)}\n{IrPrinter.Print(function)}");
        }
    }

    private static void RunInDotNet(MethodInfo method, KernelConfig config, object[] arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        // Only one-dimensional implicit launches are run here.
        bool isImplicit = parameters.Length > 0 && parameters[0].ParameterType == typeof(Index1D);
        HostThread.Run(config, () =>
        {
            object[] values = [.. arguments];
            if (isImplicit)
            {
                int index = Grid.GlobalIndex.X;
                if (index >= ((Index1D)arguments[0]).X)
                {
                    return;
                }

                values[0] = new Index1D(index);
            }

            method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, values, null);
        });
    }

    private static IEnumerable<object> Leaves(MethodInfo method, object[] arguments) =>
        method.GetParameters().SelectMany((p, i) => ArgumentLayout.Of(p.ParameterType).Select(l => LeafOf(arguments[i], l)));

    private static object LeafOf(object value, ArgumentLeaf leaf)
    {
        foreach (FieldInfo field in leaf.Path)
        {
            value = field.GetValue(value)!;
        }

        const BindingFlags Flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return leaf.Part switch
        {
            ViewPart.Pointer => value.GetType().GetProperty("Address", Flags)!.GetValue(value)!,
            ViewPart.Length => value.GetType().GetProperty("Length", Flags)!.GetValue(value)!,
            _ => value is Enum e ? Convert.ChangeType(e, Enum.GetUnderlyingType(e.GetType())) : value,
        };
    }
}
