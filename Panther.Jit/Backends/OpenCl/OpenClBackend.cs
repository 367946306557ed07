using System.Text;
using Panther.Jit.Backends.OpenCl.Analysis;
using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.Backends.OpenCl.Structure;
using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl;

/// <summary>Makes OpenCL C text of a kernel: expressions, statements, declarations, text.</summary>
internal static class OpenClBackend
{
    /// <summary>Translates a kernel that has been through the passes. Equal kernels give equal text.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses a type or an operation that the device or OpenCL C does not offer.</exception>
    public static OpenClModule Emit(KernelFunction function, OpenClTarget target)
    {
        OpenClFeatures features = OpenClFeatures.Check(function, target);
        var dominators = new DominatorTree(function);
        var loops = new LoopForest(function, dominators);
        var folding = new Folding(dominators, loops);
        var signs = new IntegerSigns(function.Parameters, dominators.ReversePostorder, loops);
        var library = new Library();
        var elements = new PointerElements(dominators.ReversePostorder, signs, library);
        var names = new Names();
        var expressions = new ExpressionWriter(function, target, folding, signs, elements, library);

        // The names of built-in functions, all in small letters, cannot be those of kernels.
        string entry = names.Plain(char.IsAsciiLetterLower(function.Name[0]) ? function.Name + "_kernel" : function.Name);

        var head = new KernelHead(function, dominators.ReversePostorder, expressions, names);
        var statements = new StatementWriter(expressions, folding, names);
        statements.NameResults(dominators.ReversePostorder);
        List<Statement> body = Structurer.Run(function, dominators, loops, statements);
        body = LoopForms.Run(JumpCleanup.Run(body, names));
        Declarations.Place(body);

        var text = new StringBuilder();
        text.Append("// ").Append(function.Name.ReplaceLineEndings(" ")).Append("\n\n");
        text.AppendJoin(string.Empty, features.Pragmas.Select(p => $"#pragma OPENCL {p}\n"));
        text.Append('\n');
        if (library.Types.Count > 0)
        {
            text.AppendJoin('\n', library.Types).Append("\n\n");
        }

        foreach (string helper in library.Functions)
        {
            text.Append(helper.ReplaceLineEndings("\n")).Append("\n\n");
        }

        text.Append("__kernel void ").Append(entry).Append('(').AppendJoin(',', head.Arguments.Select(a => "\n    " + a)).Append(")\n{\n");
        text.AppendJoin(string.Empty, head.Declarations.Select(d => $"    {d};\n"));
        text.Append(KernelText.Of(body, target.DebugLines)).Append("}\n");
        return new OpenClModule(text.ToString(), entry, head.Parameters, head.StaticSharedBytes, BuildOptions(target));
    }

    private static string BuildOptions(OpenClTarget target) =>
        "-cl-std=CL1.2" + (target.CorrectlyRoundedDivideSqrt ? " -cl-fp32-correctly-rounded-divide-sqrt" : string.Empty);
}
