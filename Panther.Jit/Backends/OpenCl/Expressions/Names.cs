using System.Globalization;
using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.Backends.Ptx;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>Gives variables names that a person might have given them, each only once.</summary>
internal sealed class Names
{
    private static readonly string[] Counters = ["i", "j", "k", "l", "m"];
    private static readonly string[] Dimensions = ["x", "y", "z"];

    private static readonly HashSet<string> Reserved =
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
        "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union",
        "unsigned", "void", "volatile", "while", "bool", "uchar", "ushort", "uint", "ulong", "half", "quad", "size_t", "event_t", "sampler_t",
        "global", "local", "constant", "private", "generic", "kernel", "read_only", "write_only", "read_write", "uniform", "pipe", "complex",
        "true", "false", "main", "as_int", "as_uint", "as_float", "as_long", "as_ulong", "as_double", "as_ushort", "fma", "sqrt", "fabs", "abs",
        "floor", "ceil", "trunc", "rint", "copysign", "min", "max", "clz", "popcount", "mul_hi", "barrier", "mem_fence", "fmod", "isnan",
        "signbit", "native_recip", "native_rsqrt", "vload_half", "vstore_half", "char2", "char4", "uchar2", "uchar4", "short2", "short4", "ushort2",
        "ushort4", "int2", "int4", "uint2", "uint4", "long2", "long4", "ulong2", "ulong4", "float2", "float4", "double2", "double4", "linux", "unix",
        "M_PI", "INFINITY", "NAN", "INT_MIN", "LONG_MIN", "image1d_t", "image2d_t", "image3d_t",
    ];

    private readonly HashSet<string> taken = new(Reserved);
    private readonly Dictionary<string, int> numbers = [];
    private int counters;

    /// <summary>Returns a name made of a name of C#.</summary>
    public string OfParameter(Parameter parameter)
    {
        string name = parameter.Name.EndsWith(".pointer", StringComparison.Ordinal) ? parameter.Name[..^".pointer".Length] : parameter.Name;
        return Plain(name);
    }

    /// <summary>Returns the name itself where it is free, or else with a number behind it.</summary>
    public string Plain(string name)
    {
        string plain = PtxName.Of(name);
        return taken.Add(plain) ? plain : Numbered(plain + "_", 1);
    }

    /// <summary>Returns a name for the result of an instruction.</summary>
    public string OfResult(Instruction instruction)
    {
        if (GridIndex.Dimension(instruction) is { } dimension)
        {
            return Plain(Dimensions[dimension]);
        }

        return instruction switch
        {
            IndexInstruction index => Plain(OfIndex(index.Kind)),
            AllocaInstruction allocation => Plain(allocation.Name),
            PhiInstruction phi when IsCounter(phi) => Counter(),
            _ => Numbered(Prefix(instruction.Type), 1),
        };
    }

    private static bool IsCounter(PhiInstruction phi) => phi.Type.IsInteger
        && phi.Operands.Any(o => o is BinaryInstruction { Op: BinaryOp.Add or BinaryOp.Sub, Right: Constant or Parameter } step && ReferenceEquals(step.Left, phi));

    private string Counter()
    {
        while (counters < Counters.Length)
        {
            string name = Counters[counters++];
            if (taken.Add(name))
            {
                return name;
            }
        }

        return Numbered("i", 2);
    }

    private string Numbered(string prefix, int first)
    {
        for (int number = numbers.GetValueOrDefault(prefix, first); ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
            if (taken.Add(name))
            {
                numbers[prefix] = number + 1;
                return name;
            }
        }
    }

    private static string OfIndex(IndexKind kind)
    {
        string dimension = ((int)kind % Dimensions.Length) switch { 0 => "X", 1 => "Y", _ => "Z" };
        return kind switch
        {
            <= IndexKind.ThreadZ => "local" + dimension,
            <= IndexKind.GroupDimZ => "localSize" + dimension,
            <= IndexKind.GroupZ => "group" + dimension,
            <= IndexKind.GridDimZ => "groups" + dimension,
            _ => "thread",
        };
    }

    private static string Prefix(IrType type) => type switch
    {
        { IsVector: true } => "v",
        { IsPointer: true } => "p",
        { Kind: ScalarKind.Bool } => "b",
        { Kind: ScalarKind.Float16 or ScalarKind.BFloat16 } => "h",
        { Kind: ScalarKind.Float32 } => "f",
        { Kind: ScalarKind.Float64 } => "d",
        _ => "n",
    };
}
