namespace Panther.Tests.Fuzz;

/// <summary>A generated kernel: its variables and what it does. All kernels have the same parameters.</summary>
/// <param name="Locals">The types of the scalar variables; the counters of loops come first.</param>
/// <param name="Arrays">The element types of the local arrays.</param>
/// <param name="Structs">The number of variables of type <see cref="FuzzOuter"/>.</param>
/// <param name="Code">What the kernel does.</param>
internal sealed record KernelShape(IReadOnlyList<FuzzType> Locals, IReadOnlyList<FuzzType> Arrays, int Structs, Body Code)
{
    /// <summary>Integers, and as many floats, that each thread writes.</summary>
    public const int Slots = 3;

    public const int InputLength = 64;

    public const int InputMask = InputLength - 1;

    public const int ArrayLength = 8;

    public const int ArrayMask = ArrayLength - 1;

    public const int Counters = 4;

    public static readonly string[] Names = ["index", "ints", "longs", "floats", "doubles", "outInts", "outFloats", "p", "q"];

    public string Text()
    {
        string declarations = string.Concat(Locals.Select((t, i) => $"    {t.Name()} v{i} = default;\n"))
            + string.Concat(Arrays.Select((t, i) => $"    var a{i} = new {t.Name()}[{ArrayLength}];\n"))
            + string.Concat(Enumerable.Range(0, Structs).Select(i => $"    FuzzOuter s{i} = default;\n"));
        return "static void Kernel(Index1D index, ArrayView<int> ints, ArrayView<long> longs, ArrayView<float> floats, ArrayView<double> doubles,\n"
            + "    ArrayView<long> outInts, ArrayView<double> outFloats, int p, float q)\n{\n"
            + declarations + Code.Text("    ") + "}\n";
    }
}
