using System.Globalization;
using System.Text.RegularExpressions;
using Panther.Jit.IR;

namespace Panther.Tests.Engine;

/// <summary>Reads what <see cref="IrPrinter"/> writes, so that tests can state functions as text. A constant index of a gep is i32.</summary>
internal sealed partial class IrParser
{
    private readonly Dictionary<string, Value> values = [];
    private readonly Dictionary<string, Block> blocks = [];
    private readonly Dictionary<string, Placeholder> pending = [];
    private readonly KernelFunction function;

    private IrParser(string name) => function = new KernelFunction(name);

    public static KernelFunction Parse(string text)
    {
        string[] lines = [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l is not "{" and not "}" && !l.StartsWith("//", StringComparison.Ordinal))];
        Match head = Header().Match(lines[0]);
        Assert.True(head.Success, $"not a kernel: {lines[0]}");
        var parser = new IrParser(head.Groups[1].Value);
        parser.Read(head.Groups[2].Value, lines.AsSpan(1));
        IrVerifier.Verify(parser.function, "parsing");
        return parser.function;
    }

    private void Read(string parameters, ReadOnlySpan<string> lines)
    {
        foreach (string parameter in parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = parameter.Split(' ');
            values.Add(parts[1], function.AddParameter(parts[1][1..], Type(parts[0])));
        }

        foreach (string line in lines)
        {
            if (line.EndsWith(':'))
            {
                blocks.Add(line[..^1], function.AddBlock());
            }
        }

        Block? block = null;
        foreach (string line in lines)
        {
            if (line.EndsWith(':'))
            {
                block = blocks[line[..^1]];
                continue;
            }

            string[] sides = line.StartsWith('%') ? line.Split(" = ", 2) : [string.Empty, line];
            Instruction instruction = Instruction(sides[1]);
            block!.Append(instruction);
            if (sides[0].Length > 0)
            {
                values.Add(sides[0], instruction);
            }
        }

        foreach ((string name, Placeholder placeholder) in pending)
        {
            Assert.True(values.ContainsKey(name), $"{name} is defined nowhere");
            placeholder.ReplaceAllUsesWith(values[name]);
        }
    }

    private Instruction Instruction(string text)
    {
        string[] words = text.Split(' ', 3);
        string[] operation = words[0].Split('.');
        string rest = words.Length > 2 ? words[2] : string.Empty;
        switch (operation[0])
        {
            case "fma":
                Value[] addends = Operands(rest, Type(words[1]));
                return new FusedMultiplyAddInstruction(addends[0], addends[1], addends[2]);
            case "compare":
                Value[] compared = Operands(rest, Type(words[1]));
                return new CompareInstruction(Op<CompareOp>(operation[1]), compared[0], compared[1]);
            case "select":
                string[] choices = rest.Split(", ");
                return new SelectInstruction(Operand(choices[0], IrType.Bool), Operand(choices[1], Type(words[1])), Operand(choices[2], Type(words[1])));
            case "convert":
                string[] ends = rest.Split(" to ");
                return new ConvertInstruction(Op<ConvertOp>(operation[1]), Operand(ends[0], Type(words[1])), Type(ends[1]));
            case "index":
                return new IndexInstruction(Op<IndexKind>(words[1]));
            case "vector":
                return new BuildVectorInstruction(Operands(rest, Type(words[1]).Element));
            case "lane":
                string[] lane = words[1].TrimEnd(']').Split('[');
                return new ExtractLaneInstruction(values[lane[0]], int.Parse(lane[1], CultureInfo.InvariantCulture));
            case "alloca":
                string[] shape = rest.Split(' ');
                return new AllocaInstruction(Type(words[1]).Space, long.Parse(shape[2], CultureInfo.InvariantCulture), int.Parse(shape[4], CultureInfo.InvariantCulture), shape[0]);
            case "dynamicSharedSize":
                return new DynamicSharedSizeInstruction();
            case "gep":
                string[] terms = rest.Split([" + ", " * "], StringSplitOptions.None);
                return new GepInstruction(
                    Operand(terms[0], Type(words[1])), Operand(terms[1], IrType.Int32), long.Parse(terms[2], CultureInfo.InvariantCulture), long.Parse(terms[3], CultureInfo.InvariantCulture));
            case "load":
                return new LoadInstruction(Operand(rest, IrType.Pointer(AddressSpace.Generic)), Type(words[1]))
                {
                    IsReadOnly = operation.Contains("readonly"),
                    IsVolatile = operation.Contains("volatile"),
                };
            case "store":
                string[] stored = rest.Split(", ");
                return new StoreInstruction(Operand(stored[0], IrType.Pointer(AddressSpace.Generic)), Operand(stored[1], Type(words[1])));
            case "atomic":
                string[] atomic = rest.Split(", ");
                Value address = Operand(atomic[0], IrType.Pointer(AddressSpace.Generic));
                Value operand = Operand(atomic[1], Type(words[1]));
                return operation[1] == "compareExchange"
                    ? new CompareExchangeInstruction(address, operand, Operand(atomic[2], Type(words[1])))
                    : new AtomicInstruction(Op<AtomicOp>(operation[1]), address, operand);
            case "barrier":
                return new BarrierInstruction(Op<MemoryScope>(operation[1]));
            case "fence":
                return new FenceInstruction(Op<MemoryScope>(operation[1]));
            case "shuffle":
                string[] shuffled = rest.Split(", ");
                return new ShuffleInstruction(Op<ShuffleOp>(operation[1]), Operand(shuffled[0], Type(words[1])), Operand(shuffled[1], IrType.Int32));
            case "unroll":
                return new UnrollHintInstruction(true);
            case "noUnroll":
                return new UnrollHintInstruction(false);
            case "return":
                return new ReturnInstruction();
            case "branch" when rest.Length > 0:
                string[] targets = rest[2..].Split(" : ");
                return new ConditionalBranchInstruction(Operand(words[1], IrType.Bool), blocks[targets[0]], blocks[targets[1]]);
            case "branch":
                return new BranchInstruction(blocks[words[1]]);
            case "phi":
                return Phi(Type(words[1]), rest);
            default:
                return Arithmetic(words[0], Type(words[1]), rest.Split(", "));
        }
    }

    private Instruction Arithmetic(string name, IrType type, string[] operands)
    {
        Value first = Operand(operands[0], type);
        if (operands.Length == 1)
        {
            return new UnaryInstruction(Op<UnaryOp>(name), first);
        }

        // A shift's count is always i32.
        bool isShift = name.StartsWith("shift", StringComparison.Ordinal);
        return new BinaryInstruction(Op<BinaryOp>(name), first, Operand(operands[1], isShift ? IrType.Int32 : type));
    }

    private PhiInstruction Phi(IrType type, string rest)
    {
        var phi = new PhiInstruction(type);
        foreach (string incoming in rest.Split(", "))
        {
            string[] sides = incoming.Split(": ");
            phi.AddIncoming(blocks[sides[0]], Operand(sides[1], type));
        }

        return phi;
    }

    private Value[] Operands(string text, IrType type) => [.. text.Split(", ").Select(t => Operand(t, type))];

    private Value Operand(string text, IrType type)
    {
        if (!text.StartsWith('%'))
        {
            return function.Constant(type, Bits(text));
        }

        if (values.TryGetValue(text, out Value? value))
        {
            return value;
        }

        if (!pending.TryGetValue(text, out Placeholder? placeholder))
        {
            pending.Add(text, placeholder = new Placeholder(type));
        }

        return placeholder;
    }

    private static ulong Bits(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ when text.Contains("0x", StringComparison.Ordinal) => ulong.Parse(text[(text.IndexOf("0x", StringComparison.Ordinal) + 2)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        _ => (ulong)long.Parse(text, CultureInfo.InvariantCulture),
    };

    private static T Op<T>(string name)
        where T : struct, Enum
        => Enum.Parse<T>(name, ignoreCase: true);

    private static IrType Type(string text)
    {
        int lanes = text.EndsWith("x2", StringComparison.Ordinal) ? 2 : text.EndsWith("x4", StringComparison.Ordinal) ? 4 : 1;
        string scalar = lanes > 1 ? text[..^2] : text;
        IrType type = scalar switch
        {
            "bool" => IrType.Bool,
            "i8" => IrType.Int8,
            "i16" => IrType.Int16,
            "i32" => IrType.Int32,
            "i64" => IrType.Int64,
            "f16" => IrType.Float16,
            "bf16" => IrType.BFloat16,
            "f32" => IrType.Float32,
            "f64" => IrType.Float64,
            "ptr.global" => IrType.Pointer(AddressSpace.Global),
            "ptr.shared" => IrType.Pointer(AddressSpace.Shared),
            "ptr.local" => IrType.Pointer(AddressSpace.Local),
            "ptr" => IrType.Pointer(AddressSpace.Generic),
            _ => throw new FormatException($"'{text}' is no type."),
        };
        return type.Vector(lanes);
    }

    [GeneratedRegex(@"^kernel (\S+)\((.*)\)$")]
    private static partial Regex Header();

    /// <summary>Stands for a value that is defined further down.</summary>
    private sealed class Placeholder(IrType type) : Value(type);
}
