using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <summary>The functions that stand in front of a kernel because OpenCL C has none that keep the IR's promises, each only where it is called.</summary>
internal sealed class Library
{
    private readonly SortedDictionary<int, string> texts = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly SortedSet<string> types = new(StringComparer.Ordinal);

    /// <summary>Gets the definitions of types.</summary>
    public IReadOnlyCollection<string> Types => types;

    /// <summary>Gets the functions, each after those that it calls.</summary>
    public IEnumerable<string> Functions => texts.Values;

    public string HalfToFloat => Define("half_to_float", """
        static float half_to_float(ushort bits)
        {
            return vload_half(0, (const half*)&bits);
        }
        """);

    public string FloatToHalf => Define("float_to_half", """
        static ushort float_to_half(float x)
        {
            ushort bits;
            vstore_half_rte(x, 0, (half*)&bits);
            return bits;
        }
        """);

    /// <summary>Gets the conversion that rounds only once: the float in between is rounded to odd.</summary>
    public string DoubleToHalf
    {
        get
        {
            string odd = DoubleToOddFloat;
            string narrow = FloatToHalf;
            return Define("double_to_half", $$"""
                static ushort double_to_half(double x)
                {
                    return {{narrow}}({{odd}}(x));
                }
                """);
        }
    }

    public string BFloat16ToFloat => Define("bfloat16_to_float", """
        static float bfloat16_to_float(ushort bits)
        {
            return as_float((uint)bits << 16);
        }
        """);

    public string FloatToBFloat16 => Define("float_to_bfloat16", """
        static ushort float_to_bfloat16(float x)
        {
            uint bits = as_uint(x);
            return x != x ? (bits >> 16) | 0x40 : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
        }
        """);

    public string DoubleToBFloat16
    {
        get
        {
            string odd = DoubleToOddFloat;
            string narrow = FloatToBFloat16;
            return Define("double_to_bfloat16", $$"""
                static ushort double_to_bfloat16(double x)
                {
                    return {{narrow}}({{odd}}(x));
                }
                """);
        }
    }

    private string DoubleToOddFloat => Define("double_to_odd_float", """
        static float double_to_odd_float(double x)
        {
            float y = (float)x;
            uint bits = as_uint(y);
            bool odd = (double)y == x || x != x || fabs(y) == INFINITY || (bits & 1) != 0;
            return odd ? y : as_float(fabs((double)y) < fabs(x) ? bits + 1 : bits - 1);
        }
        """);

    /// <summary>Returns the function of quotient or remainder that is defined for every divisor.</summary>
    public string Division(OpenClType type, bool isRemainder)
    {
        string name = $"{(isRemainder ? "remainder" : "divide")}_{type}";
        string special = type.IsUnsigned ? "b == 0 ? 0" : isRemainder ? "b == 0 || b == -1 ? 0" : $"b == 0 ? 0 : b == -1 ? ({type})-(u{type})a";
        return Define(name, $$"""
            static {{type}} {{name}}({{type}} a, {{type}} b)
            {
                return {{special}} : a {{(isRemainder ? "%" : "/")}} b;
            }
            """);
    }

    public string TrailingZeros(OpenClType type) => Define($"trailing_zeros_{type}", $$"""
        static {{type}} trailing_zeros_{{type}}({{type}} x)
        {
            return popcount(({{type}})(~x & (x - 1)));
        }
        """);

    /// <summary>Returns the minimum of IEEE 754-2019: NaN if either is, and -0 below +0.</summary>
    public string Minimum(OpenClType type) => Extremum("minimum", type, "<", "|");

    public string Maximum(OpenClType type) => Extremum("maximum", type, ">", "&");

    private string Extremum(string name, OpenClType type, string order, string bits)
    {
        string integer = type.Bits == 64 ? "ulong" : "uint";
        return Define($"{name}_{type}", $$"""
            static {{type}} {{name}}_{{type}}({{type}} a, {{type}} b)
            {
                {{type}} equal = as_{{type}}(as_{{integer}}(a) {{bits}} as_{{integer}}(b));
                return a {{order}} b ? a : b {{order}} a ? b : a == b ? equal : a + b;
            }
            """);
    }

    /// <summary>Returns the conversion towards zero that saturates and turns NaN into zero.</summary>
    public string Saturating(OpenClType from, OpenClType to)
    {
        string name = $"{from}_to_{to}";
        string suffix = from.Bits == 64 ? string.Empty : "f";
        int bits = to.IsUnsigned ? to.Bits : to.Bits - 1;
        string most = to.IsUnsigned ? (to.Bits == 64 ? "ULONG_MAX" : "UINT_MAX") : to.Bits == 64 ? "LONG_MAX" : "INT_MAX";
        string least = to.IsUnsigned ? "0" : to.Bits == 64 ? "LONG_MIN" : "INT_MIN";
        string above = to.IsUnsigned ? $"x > -1.0{suffix}" : $"x >= -0x1p+{bits}{suffix}";

        // Below every number of the target the result is the least one; what compares with nothing is NaN.
        string below = to.IsUnsigned ? "0" : $"x == x ? {least} : 0";
        return Define(name, $$"""
            static {{to}} {{name}}({{from}} x)
            {
                return x >= 0x1p+{{bits}}{{suffix}} ? {{most}} : {{above}} ? ({{to}})x : {{below}};
            }
            """);
    }

    /// <summary>Returns the read-modify-write operation on floats: compare and exchange until nobody comes between.</summary>
    public string FloatAtomic(AtomicOp op, OpenClType type, AddressSpace space)
    {
        bool isWide = type.Bits == 64;
        string bits = isWide ? "ulong" : "uint";
        string exchange = isWide ? "atom_cmpxchg" : "atomic_cmpxchg";
        string qualifier = OpenClType.SpaceName(space).Trim();
        (string operation, string combined) = op switch
        {
            AtomicOp.Add => ("add", $"as_{type}(before) + x"),
            AtomicOp.MinFloat => ("min", $"{Minimum(type)}(as_{type}(before), x)"),
            AtomicOp.MaxFloat => ("max", $"{Maximum(type)}(as_{type}(before), x)"),
            _ => throw new InvalidOperationException($"The atomic {op} is not an operation on floats."),
        };
        string name = $"atomic_{operation}_{type}_{qualifier.TrimStart('_')}";
        string aliased = Aliased(new OpenClType(isWide ? ScalarKind.Int64 : ScalarKind.Int32, IsUnsigned: true)).ToString();
        return Define(name, $$"""
            static {{type}} {{name}}({{qualifier}} {{type}}* p, {{type}} x)
            {
                volatile {{qualifier}} {{aliased}}* place = (volatile {{qualifier}} {{aliased}}*)p;
                {{bits}} found = *place;
                {{bits}} before;
                do
                {
                    before = found;
                    found = {{exchange}}(place, before, as_{{bits}}({{combined}}));
                }
                while (found != before);
                return as_{{type}}(before);
            }
            """);
    }

    /// <summary>Returns the type under which memory may be accessed that is accessed under others too.</summary>
    public OpenClType Aliased(OpenClType type)
    {
        OpenClType aliased = type with { IsAliased = true };
        types.Add($"typedef {type} {aliased} __attribute__((may_alias));");
        return aliased;
    }

    private string Define(string name, string text)
    {
        if (numbers.TryAdd(name, numbers.Count))
        {
            texts.Add(numbers[name], text);
        }

        return name;
    }
}
