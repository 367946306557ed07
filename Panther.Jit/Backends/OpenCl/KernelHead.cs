using Panther.Jit.Backends.OpenCl.Expressions;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl;

/// <summary>The arguments of a kernel, the pointers that are made of them, and the local memory.</summary>
internal sealed class KernelHead
{
    private readonly ExpressionWriter expressions;
    private readonly Names names;
    private readonly List<string> arguments = [];
    private readonly List<string> declarations = [];
    private readonly List<OpenClParameter> parameters = [];

    public KernelHead(KernelFunction function, IReadOnlyList<Block> blocks, ExpressionWriter expressions, Names names)
    {
        this.expressions = expressions;
        this.names = names;
        foreach (Parameter parameter in function.Parameters)
        {
            Add(parameter);
        }

        foreach (AllocaInstruction allocation in blocks.SelectMany(b => b.Instructions).OfType<AllocaInstruction>()
            .Where(a => a is { Space: AddressSpace.Shared, IsDynamic: false, HasUsers: true }))
        {
            Add(allocation);
        }

        AddDynamic(blocks);
    }

    /// <summary>Gets the arguments as the kernel declares them.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>Gets the declarations at the top of the kernel, without semicolons.</summary>
    public IReadOnlyList<string> Declarations => declarations;

    public IReadOnlyList<OpenClParameter> Parameters => parameters;

    public long StaticSharedBytes { get; private set; }

    private void Add(Parameter parameter)
    {
        string name = names.OfParameter(parameter);
        if (!parameter.Type.IsPointer)
        {
            OpenClType type = parameter.Type.Kind == ScalarKind.Bool ? OpenClType.UChar : expressions.TypeOf(parameter);
            expressions.Name(parameter, new Variable(name, type) { IsGiven = true });
            Declare(type.ToString(), name, OpenClParameterKind.Scalar, parameter.BlockOffset, parameter.Type.Size);
            return;
        }

        string buffer = names.Plain(name + "_buffer");
        string offset = names.Plain(name + "_offset");
        Declare("__global uchar*", buffer, OpenClParameterKind.Buffer, parameter.BlockOffset, 0);
        Declare("ulong", offset, OpenClParameterKind.BufferOffset, parameter.BlockOffset, sizeof(long));
        if (parameter.HasUsers)
        {
            OpenClType type = expressions.TypeOf(parameter);
            expressions.Name(parameter, new Variable(name, type) { IsGiven = true });
            declarations.Add($"{type} {name} = ({type})({buffer} + {offset})");
        }
    }

    private void Add(AllocaInstruction allocation)
    {
        var array = new Variable(names.Plain(allocation.Name), expressions.TypeOf(allocation))
        {
            ArrayBytes = allocation.Size,
            Alignment = allocation.Alignment,
            IsGiven = true,
        };
        expressions.Name(allocation, array);
        declarations.Add(array.Declaration);
        StaticSharedBytes = ((StaticSharedBytes + allocation.Alignment - 1) / allocation.Alignment * allocation.Alignment) + allocation.Size;
    }

    private void AddDynamic(IReadOnlyList<Block> blocks)
    {
        AllocaInstruction[] allocations = [.. blocks.SelectMany(b => b.Instructions).OfType<AllocaInstruction>().Where(a => a.IsDynamic && a.HasUsers)];
        DynamicSharedSizeInstruction[] sizes = [.. blocks.SelectMany(b => b.Instructions).OfType<DynamicSharedSizeInstruction>()];
        if (allocations.Length == 0 && sizes.Length == 0)
        {
            return;
        }

        string name = names.Plain("dynamic_shared");
        string bytes = names.Plain("dynamic_shared_bytes");

        // Local memory is only as aligned as the type that the argument points to.
        Declare("__local ulong2*", name, OpenClParameterKind.DynamicShared, -1, 0);
        Declare("int", bytes, OpenClParameterKind.DynamicSharedBytes, -1, sizeof(int));
        foreach (AllocaInstruction allocation in allocations)
        {
            OpenClType type = expressions.TypeOf(allocation);
            var pointer = new Variable(names.Plain(allocation.Name), type) { IsGiven = true };
            expressions.Name(allocation, pointer);
            declarations.Add($"{type} {pointer.Name} = ({type}){name}");
        }

        foreach (DynamicSharedSizeInstruction size in sizes)
        {
            expressions.Name(size, new Variable(bytes, OpenClType.Int) { IsGiven = true });
        }
    }

    private void Declare(string type, string name, OpenClParameterKind kind, int blockOffset, int size)
    {
        arguments.Add($"{type} {name}");
        parameters.Add(new OpenClParameter(name, kind, blockOffset, size));
    }
}
