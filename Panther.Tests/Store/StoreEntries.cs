using System.Reflection;
using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

/// <summary>Entries and kernels for the tests of the store.</summary>
internal static class StoreEntries
{
    public static readonly int Answer = 42;

    public static MethodInfo Kernel { get; } = ((Action<int>)Nothing).Method;

    /// <summary>Assumptions that hold in this process.</summary>
    public static KernelAssumptions True()
    {
        var inputs = new CompilationInputs();
        inputs.Add(Kernel);
        inputs.Add(typeof(StoreEntries).GetField(nameof(Answer))!, Answer);
        return KernelAssumptions.Of(inputs)!;
    }

    public static KernelEntry Make(string key, int bytes = 200)
    {
        byte[] code = new byte[bytes];
        new Random(bytes).NextBytes(code);
        return new KernelEntry(key, True(), new KernelBinary("entry", code, [1, 2, 3, 4]));
    }

    private static void Nothing(int value)
    {
    }
}
