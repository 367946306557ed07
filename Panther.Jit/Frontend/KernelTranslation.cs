using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Frontend.Cil;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>One attempt at the translation of a kernel, and what its methods share.</summary>
internal sealed partial class KernelTranslation
{
    /// <summary>Deeper chains of calls are taken for endless generic recursion.</summary>
    public const int MaximumDepth = 100;

    private readonly KernelSource source;
    private readonly CompilationInputs inputs;
    private readonly IReadOnlySet<SlotKey> writtenSlots;
    private readonly Dictionary<MethodBase, IlMethod?> methods;
    private AllocaInstruction? dynamicShared;

    /// <param name="source">The kernel.</param>
    /// <param name="target">The device.</param>
    /// <param name="inputs">Notes what is read beside the kernel itself.</param>
    /// <param name="writtenSlots">The slots that an earlier attempt saw written through their address.</param>
    /// <param name="methods">Methods that have been decoded, kept from attempt to attempt.</param>
    public KernelTranslation(
        KernelSource source, TargetInfo target, CompilationInputs inputs, IReadOnlySet<SlotKey> writtenSlots, Dictionary<MethodBase, IlMethod?> methods)
    {
        this.source = source;
        this.inputs = inputs;
        this.writtenSlots = writtenSlots;
        this.methods = methods;
        Target = target;
        Emit = new Emitter(new KernelFunction(source.Method.Name));
        Statics = new StaticFields(Emit, inputs);
    }

    public TargetInfo Target { get; }

    public Emitter Emit { get; }

    public StaticFields Statics { get; }

    public SourceSymbols Symbols { get; } = SourceSymbols.Shared;

    public bool IsWrittenByAddress(SlotKey key) => writtenSlots.Contains(key);

    public IlMethod? Read(MethodBase method)
    {
        if (!methods.TryGetValue(method, out IlMethod? body))
        {
            methods.Add(method, body = IlMethod.Read(method, inputs));
        }

        return body;
    }

    /// <summary>The dynamic shared memory of the launch.</summary>
    public AllocaInstruction DynamicShared() => dynamicShared ??= Emit.Alloca(AddressSpace.Shared, 0, 16, "dynamic");

    public KernelFunction Translate()
    {
        try
        {
            CheckKernel(source.Method);
        }
        catch (ConstructException cause)
        {
            throw Locate(cause, source.Method, 0);
        }

        StackValue[] arguments = MakeParameters(out Value[] extent);
        boundsRecord = Target.Bounds is null ? null : Emit.Function.AddParameter("bounds.pointer", IrType.Pointer(AddressSpace.Global));
        Block? exit = extent.Length > 0 ? GuardExtent(extent, arguments) : null;
        new MethodTranslator(this, Read(source.Method)!, null).Translate(arguments);
        if (exit is not null)
        {
            Emit.Branch(exit);
            Emit.Block = exit;
        }

        Emit.Return();
        FinishChecks();
        Emit.Finish();
        Emit.Function.SetBlocks(ControlFlow.ReversePostorder(Emit.Function.Entry));
        DeadStores.Remove(Emit.Function);
        return Emit.Function;
    }

    /// <summary>Says where a construct stands.</summary>
    public KernelCompilationException Locate(ConstructException cause, MethodBase method, int offset)
    {
        string place = Symbols.Find(method, offset) is { } location ? location.ToString() : $"IL_{offset:x4}";
        return new KernelCompilationException(
            $"Kernel '{TypeNames.Of(source.Method)}' cannot be compiled: '{TypeNames.Of(method)}' ({place}) {cause.Construct}. {cause.Advice}");
    }

    private static void CheckKernel(MethodInfo method)
    {
        if (!method.IsStatic)
        {
            throw new ConstructException("is an instance method", "Make the kernel static, and pass what it needs as arguments.");
        }

        if (method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        {
            throw Rejection.Asynchronous();
        }

        if (method.ReturnType != typeof(void))
        {
            throw new ConstructException($"returns '{TypeNames.Of(method.ReturnType)}'", "Make the kernel return void, and write results to a view.");
        }

        if (method.ContainsGenericParameters)
        {
            throw new ConstructException("has open type parameters", "Close the generic method with MakeGenericMethod before it is compiled.");
        }

        if (method.GetMethodBody() is null)
        {
            throw new ConstructException("has no body in CIL", "Write the kernel in C#.");
        }
    }
}
