using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Dialect;

namespace Panther.Tests.Fuzz;

/// <summary>Writes generated kernels as CIL into an assembly whose method bodies can be read, in the manner of a C# compiler.</summary>
internal sealed partial class KernelEmitter
{
    private static readonly Type[] Parameters =
    [
        typeof(Index1D), typeof(ArrayView<int>), typeof(ArrayView<long>), typeof(ArrayView<float>), typeof(ArrayView<double>),
        typeof(ArrayView<long>), typeof(ArrayView<double>), typeof(int), typeof(float),
    ];

    private readonly KernelShape shape;
    private readonly ILGenerator il;
    private readonly bool isDebug;
    private readonly LocalBuilder[] locals;
    private readonly LocalBuilder[] arrays;
    private readonly LocalBuilder[] structs;
    private readonly Stack<(Label Continue, Label Break)> loops = new();
    private readonly Label end;

    private KernelEmitter(KernelShape shape, ILGenerator il, bool isDebug)
    {
        this.shape = shape;
        this.il = il;
        this.isDebug = isDebug;
        locals = [.. shape.Locals.Select(t => il.DeclareLocal(t.Clr()))];
        arrays = [.. shape.Arrays.Select(t => il.DeclareLocal(t.Clr().MakeArrayType()))];
        structs = [.. Enumerable.Range(0, shape.Structs).Select(_ => il.DeclareLocal(typeof(FuzzOuter)))];
        end = il.DefineLabel();
    }

    /// <summary>Emits kernels as methods of one class, every second one in the style of unoptimised code, and loads them.</summary>
    public static MethodInfo[] Emit(IReadOnlyList<(KernelShape Shape, bool IsDebug)> kernels)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName("FuzzKernels"), typeof(object).Assembly);
        TypeBuilder type = builder.DefineDynamicModule("FuzzKernels").DefineType("FuzzKernels", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        for (int i = 0; i < kernels.Count; i++)
        {
            MethodBuilder method = type.DefineMethod($"Kernel{i}", MethodAttributes.Public | MethodAttributes.Static, typeof(void), Parameters);
            new KernelEmitter(kernels[i].Shape, method.GetILGenerator(), kernels[i].IsDebug).EmitKernel();
        }

        type.CreateType();
        using var stream = new MemoryStream();
        builder.Save(stream);
        Type loaded = Assembly.Load(stream.ToArray()).GetType("FuzzKernels")!;
        return [.. Enumerable.Range(0, kernels.Count).Select(i => loaded.GetMethod($"Kernel{i}")!)];
    }

    private void EmitKernel()
    {
        // C# reads no variable that has not been assigned.
        for (int i = 0; i < locals.Length; i++)
        {
            EmitLiteral(Literal.Of(shape.Locals[i], 0));
            il.Emit(OpCodes.Stloc, locals[i]);
        }

        foreach (LocalBuilder variable in structs)
        {
            il.Emit(OpCodes.Ldloca, variable);
            il.Emit(OpCodes.Initobj, typeof(FuzzOuter));
        }

        for (int i = 0; i < arrays.Length; i++)
        {
            il.Emit(OpCodes.Ldc_I4, KernelShape.ArrayLength);
            il.Emit(OpCodes.Newarr, shape.Arrays[i].Clr());
            il.Emit(OpCodes.Stloc, arrays[i]);
        }

        Emit(shape.Code);
        il.MarkLabel(end);
        il.Emit(OpCodes.Ret);
    }

    private void Emit(Statement statement)
    {
        switch (statement)
        {
            case Body body:
                foreach (Statement inner in body.Statements)
                {
                    Emit(inner);
                }

                break;
            case AssignLocal assign:
                Emit(assign.Value);
                il.Emit(OpCodes.Stloc, locals[assign.Local]);
                break;
            case AssignElement assign:
                il.Emit(OpCodes.Ldloc, arrays[assign.Array]);
                EmitMasked(assign.Index, KernelShape.ArrayMask);
                Emit(assign.Value);
                il.Emit(OpCodes.Stelem, shape.Arrays[assign.Array].Clr());
                break;
            case AssignField assign:
                FieldInfo field = EmitFieldOwner(assign.Struct, assign.Path);
                Emit(assign.Value);
                il.Emit(OpCodes.Stfld, field);
                break;
            case CopyStruct copy:
                il.Emit(OpCodes.Ldloc, structs[copy.Source]);
                il.Emit(OpCodes.Stloc, structs[copy.Target]);
                break;
            case TwistStruct twist:
                il.Emit(OpCodes.Ldloca, structs[twist.Struct]);
                Emit(twist.Argument);
                il.Emit(OpCodes.Call, typeof(FuzzLibrary).GetMethod(nameof(FuzzLibrary.Twist))!);
                break;
            case WriteOutput output:
                EmitOutput(output);
                break;
            case If choice:
                EmitIf(choice);
                break;
            case For loop:
                EmitFor(loop);
                break;
            case Switch choice:
                EmitSwitch(choice);
                break;
            case Jump jump:
                EmitJump(jump);
                break;
            default:
                throw new InvalidOperationException(statement.GetType().Name);
        }
    }

    private void EmitOutput(WriteOutput output)
    {
        bool isFloat = output.Value.Type.IsFloat();
        Type view = isFloat ? typeof(ArrayView<double>) : typeof(ArrayView<long>);
        il.Emit(OpCodes.Ldarga, isFloat ? 6 : 5);
        EmitIndex();
        il.Emit(OpCodes.Ldc_I4, KernelShape.Slots);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ldc_I4, output.Slot);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Call, view.GetMethod("get_Item", [typeof(int)])!);
        Emit(output.Value);
        il.Emit(OpCodes.Stobj, isFloat ? typeof(double) : typeof(long));
    }

    private void EmitIndex()
    {
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Call, typeof(Index1D).GetProperty(nameof(Index1D.X))!.GetMethod!);
    }

    private void EmitIf(If choice)
    {
        Label otherwise = il.DefineLabel();
        Label behind = il.DefineLabel();
        EmitJumpUnless(choice.Condition, otherwise);
        Emit(choice.WhenTrue);
        if (choice.WhenFalse is not null)
        {
            il.Emit(OpCodes.Br, behind);
        }

        il.MarkLabel(otherwise);
        if (choice.WhenFalse is not null)
        {
            Emit(choice.WhenFalse);
        }

        il.MarkLabel(behind);
    }

    private void EmitFor(For loop)
    {
        Label test = il.DefineLabel();
        Label inside = il.DefineLabel();
        Label next = il.DefineLabel();
        Label behind = il.DefineLabel();
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc, locals[loop.Counter]);
        if (!loop.TestAtBottom)
        {
            il.Emit(OpCodes.Br, test);
        }

        il.MarkLabel(inside);
        loops.Push((next, behind));
        Emit(loop.Inside);
        loops.Pop();
        il.MarkLabel(next);
        il.Emit(OpCodes.Ldloc, locals[loop.Counter]);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, locals[loop.Counter]);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, locals[loop.Counter]);
        if (loop.Bound is Literal)
        {
            Emit(loop.Bound);
        }
        else
        {
            EmitMasked(loop.Bound, loop.Mask);
        }

        if (isDebug)
        {
            LocalBuilder truth = il.DeclareLocal(typeof(bool));
            il.Emit(OpCodes.Clt);
            il.Emit(OpCodes.Stloc, truth);
            il.Emit(OpCodes.Ldloc, truth);
            il.Emit(OpCodes.Brtrue, inside);
        }
        else
        {
            il.Emit(OpCodes.Blt, inside);
        }

        il.MarkLabel(behind);
    }

    private void EmitSwitch(Switch choice)
    {
        Label[] cases = [.. choice.Cases.Select(_ => il.DefineLabel())];
        Label behind = il.DefineLabel();
        Emit(choice.Selector);
        il.Emit(OpCodes.Switch, cases);
        Emit(choice.Default);
        il.Emit(OpCodes.Br, behind);
        for (int i = 0; i < cases.Length; i++)
        {
            il.MarkLabel(cases[i]);
            Emit(choice.Cases[i]);
            il.Emit(OpCodes.Br, behind);
        }

        il.MarkLabel(behind);
    }

    private void EmitJump(Jump jump)
    {
        if (jump.Kind == "return")
        {
            il.Emit(OpCodes.Br, end);
        }
        else if (loops.TryPeek(out (Label Continue, Label Break) loop))
        {
            il.Emit(OpCodes.Br, jump.Kind == "break" ? loop.Break : loop.Continue);
        }
    }

    private void EmitMasked(Expression index, int mask)
    {
        Emit(index);
        il.Emit(OpCodes.Ldc_I4, mask);
        il.Emit(OpCodes.And);
    }

    private FieldInfo EmitFieldOwner(int number, string path)
    {
        il.Emit(OpCodes.Ldloca, structs[number]);
        string[] parts = path.Split('.');
        if (parts.Length == 1)
        {
            return typeof(FuzzOuter).GetField(parts[0])!;
        }

        il.Emit(OpCodes.Ldflda, typeof(FuzzOuter).GetField(parts[0])!);
        return typeof(FuzzInner).GetField(parts[1])!;
    }
}
