using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Intrinsics;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>The .NET vector type of one width and its operations, found by name: the classes of all widths offer the same ones.</summary>
internal sealed class VectorApi
{
    private static readonly ConcurrentDictionary<int, VectorApi> Known = new();

    private readonly ConcurrentDictionary<string, MethodInfo> methods = new();
    private readonly Type operations;
    private readonly Type generic;

    private VectorApi(int bits)
    {
        Bits = bits;
        (operations, generic) = bits switch
        {
            128 => (typeof(Vector128), typeof(Vector128<>)),
            256 => (typeof(Vector256), typeof(Vector256<>)),
            512 => (typeof(Vector512), typeof(Vector512<>)),
            _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
        };
    }

    public int Bits { get; }

    public static VectorApi OfWidth(int bits) => Known.GetOrAdd(bits, static b => new VectorApi(b));

    /// <summary>Returns the vector type of an element type.</summary>
    public Type Of(Type element) => generic.MakeGenericType(element);

    /// <summary>Returns the getter of a static property, like <c>Zero</c>, of the vector type.</summary>
    public MethodInfo Constant(string name, Type element) => Of(element).GetProperty(name, BindingFlags.Public | BindingFlags.Static)!.GetMethod!;

    /// <summary>Returns the operation of the given name and parameter types; a generic one is closed over <paramref name="element"/>.</summary>
    /// <remarks>
    /// Operators are intrinsics, while the methods of the same meaning only call them and must be inlined, which .NET's compiler stops doing in large methods.
    /// </remarks>
    public MethodInfo Operation(string name, Type element, params Type[] parameters) =>
        methods.GetOrAdd(
            $"{name}|{element.Name}|{string.Join(',', parameters.Select(p => p.ToString()))}",
            _ => OperatorName(name) is { } known ? Find(Of(element), known, [], parameters) : Find(operations, name, [element], parameters));

    private static string? OperatorName(string name) => name switch
    {
        "Add" => "op_Addition",
        "Subtract" => "op_Subtraction",
        "Multiply" => "op_Multiply",
        "Divide" => "op_Division",
        "BitwiseAnd" => "op_BitwiseAnd",
        "BitwiseOr" => "op_BitwiseOr",
        "Xor" => "op_ExclusiveOr",
        "OnesComplement" => "op_OnesComplement",
        "Negate" => "op_UnaryNegation",
        "ShiftLeft" => "op_LeftShift",
        "ShiftRightArithmetic" => "op_RightShift",
        "ShiftRightLogical" => "op_UnsignedRightShift",
        "EqualsAll" => "op_Equality",
        _ => null,
    };

    /// <summary>Returns a static method by name and exact parameter types, not generic ones first.</summary>
    public static MethodInfo Find(Type type, string name, Type[] typeArguments, Type[] parameters)
    {
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m.Name == name).OrderBy(m => m.IsGenericMethodDefinition))
        {
            MethodInfo candidate = method;
            if (method.IsGenericMethodDefinition)
            {
                if (method.GetGenericArguments().Length != typeArguments.Length)
                {
                    continue;
                }

                candidate = method.MakeGenericMethod(typeArguments);
            }

            if (candidate.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters))
            {
                return candidate;
            }
        }

        throw new MissingMethodException($"{type.Name}.{name}({string.Join(", ", parameters.Select(p => p.ToString()))})");
    }
}
