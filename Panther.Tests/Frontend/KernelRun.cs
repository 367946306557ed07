using System.Reflection;
using System.Runtime.InteropServices;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Frontend;

/// <summary>Runs a kernel twice, as a .NET method and as its translation, and holds the memory that both leave behind together, bit by bit.</summary>
internal static unsafe class KernelRun
{
    public static TargetInfo Target { get; } = new(4);

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
            if (expected.Bytes(i).SequenceEqual(actual.Bytes(i)))
            {
                continue;
            }

            Assert.Fail(
                $"{method.Name}: argument {i} is\n{actual.Describe(i)}\nwhere .NET has\n{expected.Describe(i)}\n{IrPrinter.Print(function)}");
        }
    }

    private static void RunInDotNet(MethodInfo method, KernelConfig config, object[] arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
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

/// <summary>Arguments of a launch, with a copy of each array in memory of its own.</summary>
internal sealed unsafe class KernelMemory : IDisposable
{
    private readonly nint[] blocks;
    private readonly int[] sizes;
    private readonly Type?[] elements;

    public KernelMemory(object[] arguments)
    {
        blocks = new nint[arguments.Length];
        sizes = new int[arguments.Length];
        elements = new Type?[arguments.Length];
        Arguments = new object[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            Arguments[i] = arguments[i] is Array array ? Copy(array, i) : arguments[i];
        }
    }

    public object[] Arguments { get; }

    public ReadOnlySpan<byte> Bytes(int argument) => new((void*)blocks[argument], sizes[argument]);

    public string Describe(int argument)
    {
        Type element = elements[argument]!;
        int size = sizes[argument] / Math.Max(1, (int)ArrayLengthOf(argument));
        return string.Join(", ", Enumerable.Range(0, (int)ArrayLengthOf(argument)).Select(i =>
            $"{Marshal.PtrToStructure(blocks[argument] + (i * size), element == typeof(bool) ? typeof(byte) : element)}"));
    }

    public void Dispose() => Array.ForEach(blocks, b => NativeMemory.AlignedFree((void*)b));

    private long ArrayLengthOf(int argument) => (long)Arguments[argument].GetType().GetProperty("Length")!.GetValue(Arguments[argument])!;

    private object Copy(Array array, int argument)
    {
        MethodInfo copy = typeof(KernelMemory).GetMethod(nameof(CopyElements), BindingFlags.Instance | BindingFlags.NonPublic)!;
        elements[argument] = array.GetType().GetElementType()!;
        return copy.MakeGenericMethod(elements[argument]!).Invoke(this, [array, argument])!;
    }

    private ArrayView<T> CopyElements<T>(T[] array, int argument)
        where T : unmanaged
    {
        sizes[argument] = array.Length * sizeof(T);
        blocks[argument] = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(1, sizes[argument]), 64);
        array.AsSpan().CopyTo(new Span<T>((void*)blocks[argument], array.Length));
        return new ArrayView<T>(null, blocks[argument], array.Length);
    }
}
