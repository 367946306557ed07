using System.Globalization;
using System.Text;
using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.Backends.OpenCl.Structure;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl;

/// <summary>Writes statements as text, one a line.</summary>
internal sealed class KernelText(bool writesLines)
{
    private readonly StringBuilder text = new();
    private SourceLocation? location;
    private int depth = 1;

    public static string Of(List<Statement> statements, bool writesLines)
    {
        var writer = new KernelText(writesLines);
        writer.Write(statements);
        return writer.text.ToString();
    }

    private void Write(List<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            WriteLocation(statement);
            Write(statement);
        }
    }

    private void WriteLocation(Statement statement)
    {
        if (writesLines && statement.Location is { } here && here != location)
        {
            location = here;
            Line(string.Create(CultureInfo.InvariantCulture, $"// {here.File}:{here.Line}"));
        }
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Assignment assignment:
                Line($"{Text(assignment)};");
                break;
            case Declaration declaration:
                Line($"{declaration.Variable.Declaration};");
                break;
            case ArrayStatement array:
                WriteArray(array);
                break;
            case Structure.Action action:
                Line($"{action.Expression.Text};");
                break;
            case Conditional conditional:
                WriteConditional("if", conditional);
                break;
            case Region region:
                Line("do");
                Block(region.Body);
                Line("while (false);");
                break;
            case Repetition loop:
                WriteLoop(loop);
                break;
            case Jump jump:
                Line($"{jump.Keyword ?? throw new InvalidOperationException("A jump leads further than any keyword.")};");
                break;
            default:
                throw new InvalidOperationException($"The writer does not know {statement.GetType().Name}.");
        }
    }

    private static string Text(Assignment assignment)
    {
        if (assignment is { Operator: "+" or "-", IsStep: true, Value.Text: "1" or "1u" or "1L" or "1UL" })
        {
            return $"{assignment.Target.Name}{assignment.Operator}{assignment.Operator}";
        }

        string name = !assignment.Declares ? assignment.Target.Name
            : assignment.IsOnly && !assignment.Target.Type.IsPointer ? $"const {assignment.Target.Declaration}" : assignment.Target.Declaration;
        return $"{name} {assignment.Operator}= {assignment.Value.Text}";
    }

    private void WriteArray(ArrayStatement array)
    {
        if (array.Declares)
        {
            Line($"{array.Array.Declaration} = {{ 0 }};");
            return;
        }

        OpenClType element = array.Array.Type.Pointee!;
        Line(string.Create(CultureInfo.InvariantCulture, $"for (int zeroed = 0; zeroed < {array.Array.ArrayBytes / element.Size}; zeroed++)"));
        Line("{");
        Line($"    {array.Array.Name}[zeroed] = 0;");
        Line("}");
    }

    private void WriteConditional(string keyword, Conditional conditional)
    {
        Line($"{keyword} ({conditional.Condition.Holds.Text})");
        Block(conditional.WhenTrue);
        switch (conditional.WhenFalse)
        {
            case []:
                break;
            case [Conditional next]:
                WriteConditional("else if", next);
                break;
            default:
                Line("else");
                Block(conditional.WhenFalse);
                break;
        }
    }

    private void WriteLoop(Repetition loop)
    {
        string? condition = loop.Condition?.Text;
        Line(loop.Form switch
        {
            LoopForm.While => $"while ({condition})",
            LoopForm.For => $"for ({Text(loop.Initial!)}; {condition}; {Text(loop.Step!)})",
            LoopForm.DoWhile => "do",
            _ => "while (true)",
        });
        Block(loop.Body);
        if (loop.Form == LoopForm.DoWhile)
        {
            Line($"while ({condition});");
        }
    }

    private void Block(List<Statement> statements)
    {
        Line("{");
        depth++;
        Write(statements);
        depth--;
        Line("}");
    }

    private void Line(string line) => text.Append(' ', 4 * depth).Append(line).Append('\n');
}
