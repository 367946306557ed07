using System.Globalization;
using System.Text;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>Writes blocks as text. Registers get their numbers, and blocks their labels, in the order of the text.</summary>
internal sealed class PtxWriter
{
    private readonly StringBuilder body = new();
    private readonly Dictionary<PtxRegister, string> names = [];
    private readonly int[] counts = new int[Enum.GetValues<RegisterKind>().Length];
    private readonly Dictionary<PtxBlock, string> labels = [];
    private readonly List<string> files = [];
    private readonly bool writesLines;
    private SourceLocation? location;

    private PtxWriter(bool writesLines) => this.writesLines = writesLines;

    /// <summary>Writes a module of one entry.</summary>
    /// <param name="function">The kernel that the blocks were made of.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="target">The device and the language.</param>
    /// <param name="blocks">The blocks in the order of the text.</param>
    /// <param name="shared">The group's memory.</param>
    /// <param name="locals">The declarations of the thread's memory.</param>
    public static string Write(
        KernelFunction function, string entry, PtxTarget target, IReadOnlyList<PtxBlock> blocks, SharedLayout shared, IEnumerable<string> locals)
    {
        var writer = new PtxWriter(target.DebugLines);
        writer.WriteBlocks(blocks);

        var text = new StringBuilder();
        text.Append("// ").Append(function.Name.ReplaceLineEndings(" ")).Append("\n\n");
        text.Append(".version ").Append(target.Isa.Major).Append('.').Append(target.Isa.Minor).Append('\n');
        text.Append(".target ").Append(target.Architecture).Append('\n');
        text.Append(".address_size 64\n\n");
        for (int i = 0; i < writer.files.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $".file {i + 1} \"{writer.files[i]}\"\n");
        }

        if (shared.UsesDynamic)
        {
            text.Append(CultureInfo.InvariantCulture, $".extern .shared .align {shared.DynamicAlignment} .b8 {SharedLayout.DynamicName}[];\n\n");
        }

        text.Append(".visible .entry ").Append(entry).Append('(');
        text.AppendJoin(',', function.Parameters.Select(p => $"\n    .param .{PtxTypes.Memory(p.Type)} {ParameterName(p)}"));
        text.Append(")\n");
        if (target.MaxThreadsPerGroup is { } threads)
        {
            text.Append(CultureInfo.InvariantCulture, $".maxntid {threads}, 1, 1\n");
            if (target.MinGroupsPerMultiprocessor is { } groups)
            {
                text.Append(CultureInfo.InvariantCulture, $".minnctapersm {groups}\n");
            }
        }

        text.Append("{\n");
        writer.WriteRegisters(text);
        foreach (string declaration in shared.Declarations.Concat(locals))
        {
            text.Append("    ").Append(declaration).Append('\n');
        }

        return text.Append('\n').Append(writer.body).Append("}\n").ToString();
    }

    /// <summary>Returns the name of a parameter in the text; its number keeps it apart from all others.</summary>
    public static string ParameterName(Parameter parameter) =>
        string.Create(CultureInfo.InvariantCulture, $"param{parameter.Index}_{PtxName.Of(parameter.Name)}");

    private void WriteRegisters(StringBuilder text)
    {
        foreach (RegisterKind kind in Enum.GetValues<RegisterKind>().Where(k => counts[(int)k] > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"    .reg .{PtxTypes.Move(kind)} {PtxTypes.Prefix(kind)}<{counts[(int)kind] + 1}>;\n");
        }
    }

    private void WriteBlocks(IReadOnlyList<PtxBlock> blocks)
    {
        Label(blocks);
        for (int i = 0; i < blocks.Count; i++)
        {
            if (labels.TryGetValue(blocks[i], out string? label))
            {
                body.Append(label).Append(":\n");
            }

            foreach (PtxInstruction instruction in blocks[i].Instructions.Concat(PtxCopySequence.Moves(blocks[i].Copies)))
            {
                WriteInstruction(instruction);
            }

            WriteBranch(blocks[i], i + 1 < blocks.Count ? blocks[i + 1] : null);
        }
    }

    /// <summary>Names the blocks that a branch goes to; those that are only fallen into need no name.</summary>
    private void Label(IReadOnlyList<PtxBlock> blocks)
    {
        var targets = new HashSet<PtxBlock>();
        for (int i = 0; i < blocks.Count; i++)
        {
            PtxBlock? next = i + 1 < blocks.Count ? blocks[i + 1] : null;
            targets.UnionWith(blocks[i].Successors.Where(s => !ReferenceEquals(s, next)));
        }

        foreach (PtxBlock block in blocks.Where(targets.Contains))
        {
            labels.Add(block, $"$B{labels.Count + 1}");
        }
    }

    private void WriteBranch(PtxBlock block, PtxBlock? next)
    {
        if (block.Target is null)
        {
            body.Append("    ret;\n");
        }
        else if (block.Condition is not { } condition)
        {
            WriteJump(block.Target, next);
        }
        else
        {
            bool fallsIntoTarget = ReferenceEquals(block.Target, next);
            PtxBlock target = fallsIntoTarget ? block.Otherwise! : block.Target;
            string negation = block.IsConditionNegated != fallsIntoTarget ? "!" : string.Empty;
            body.Append(CultureInfo.InvariantCulture, $"    @{negation}{Name(condition)} bra {labels[target]};\n");
            if (!fallsIntoTarget)
            {
                WriteJump(block.Otherwise!, next);
            }
        }
    }

    private void WriteJump(PtxBlock target, PtxBlock? next)
    {
        if (!ReferenceEquals(target, next))
        {
            body.Append("    bra ").Append(labels[target]).Append(";\n");
        }
    }

    private void WriteInstruction(PtxInstruction instruction)
    {
        if (writesLines && instruction.Location is { } here && here != location)
        {
            location = here;
            body.Append(CultureInfo.InvariantCulture, $"    .loc {FileNumber(here.File)} {here.Line} 0\n");
        }

        body.Append("    ");
        if (instruction.Guard is { } guard)
        {
            body.Append('@').Append(Name(guard)).Append(' ');
        }

        body.Append(instruction.Opcode);
        string separator = " ";
        foreach (PtxOperand operand in instruction.Destination is { } destination ? instruction.Sources.Prepend(destination) : instruction.Sources)
        {
            body.Append(separator).Append(Text(operand));
            separator = ", ";
        }

        body.Append(";\n");
    }

    private int FileNumber(string file)
    {
        string escaped = file.Replace('\\', '/').Replace("\"", string.Empty, StringComparison.Ordinal);
        int index = files.IndexOf(escaped);
        if (index < 0)
        {
            index = files.Count;
            files.Add(escaped);
        }

        return index + 1;
    }

    private string Text(PtxOperand operand) => operand switch
    {
        RegisterOperand r => Name(r.Register),
        TextOperand t => t.Text,
        AddressOperand { Offset: 0 } a => $"[{Text(a.Base)}]",
        AddressOperand a => string.Create(CultureInfo.InvariantCulture, $"[{Text(a.Base)}+{a.Offset}]"),
        TileOperand t => $"[{Text(t.Map)}, {{{string.Join(", ", t.Coordinates.Select(Text))}}}]",
        VectorOperand v => $"{{{string.Join(", ", v.Lanes.Select(Text))}}}",
        _ => throw new InvalidOperationException($"The writer does not know {operand.GetType().Name}."),
    };

    private string Name(PtxRegister register)
    {
        PtxRegister representative = register.Representative;
        if (!names.TryGetValue(representative, out string? name))
        {
            int number = ++counts[(int)representative.Kind];
            names.Add(representative, name = string.Create(CultureInfo.InvariantCulture, $"{PtxTypes.Prefix(representative.Kind)}{number}"));
        }

        return name;
    }
}
