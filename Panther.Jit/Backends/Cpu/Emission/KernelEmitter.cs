using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Writes a kernel as IL that runs a range of groups: a loop over groups around a loop over warps around the kernel's blocks, each of which is
/// written twice at most, for warps of which all lanes are there and for others. See docs of the parts: Control (masks), Barriers, Memory, Scalars, Vectors.
/// </summary>
internal sealed partial class KernelEmitter
{
    private readonly KernelFunction function;
    private readonly CpuTarget target;
    private readonly VectorApi api;
    private readonly DynamicMethod method;
    private readonly ILGenerator il;
    private readonly BlockOrder order;
    private readonly LaneShapes shapes;
    private readonly ValueForms forms;
    private readonly Hoisting hoisting;
    private readonly Inlining inlining;
    private readonly WaitingBlocks waiting;
    private readonly PhiCoalescing coalescing;
    private readonly ScratchLayout scratch;
    private readonly IReadOnlyList<Block> resumePoints;
    private readonly HashSet<Instruction> blended;
    private readonly Dictionary<(Value Value, int Component), LocalBuilder> scalars = [];
    private readonly Dictionary<(Value Value, int Part), LocalBuilder> vectors = [];

    private KernelEmitter(KernelFunction function, CpuTarget target)
    {
        this.function = function;
        this.target = target;
        api = VectorApi.OfWidth(target.VectorBits);
        resumePoints = BarrierSplitting.Run(function);
        order = new BlockOrder(function);
        resumePoints = [.. resumePoints.Where(b => order.Dominators.IsReachable(b))];
        shapes = new LaneShapes(order, target);
        forms = new ValueForms(order, shapes);
        hoisting = new Hoisting(order, shapes);
        inlining = new Inlining(order, shapes, forms, hoisting, target.HasMaskedAccess);
        waiting = new WaitingBlocks(order, shapes);
        var live = new LiveValues(order);
        coalescing = new PhiCoalescing(order, shapes, forms, inlining, live);
        scratch = new ScratchLayout(order, shapes, forms, hoisting, inlining, live, resumePoints, target);
        blended = [.. FindBlended(), .. coalescing.Values.Cast<Instruction>()];
        method = new DynamicMethod(
            function.Name,
            typeof(void),
            [typeof(byte*), typeof(long), typeof(long), typeof(long), typeof(long), typeof(long), typeof(byte*), typeof(int)],
            typeof(KernelEmitter).Module,
            skipVisibility: true)
        {
            InitLocals = false,
        };
        il = method.GetILGenerator(16384);
    }

    private int Lanes => target.Lanes;

    private long GroupSize => target.GroupDim.Size;

    private int FullWarps => (int)(GroupSize / Lanes);

    private bool HasPartialWarp => GroupSize % Lanes != 0;

    private int Warps => FullWarps + (HasPartialWarp ? 1 : 0);

    private bool HasBarriers => resumePoints.Count > 0;

    public static CpuKernelCode Emit(KernelFunction function, CpuTarget target)
    {
        var emitter = new KernelEmitter(function, target);
        emitter.EmitKernel();
        return new CpuKernelCode(emitter.method.CreateDelegate<CpuKernelEntry>(), emitter.scratch.TotalBytes);
    }

    /// <summary>Returns the vectors that live on outside a loop which their lanes leave at different times: masked code keeps the values of the lanes that left.</summary>
    private IEnumerable<Instruction> FindBlended() =>
        from block in order.Blocks
        let parted = order.LoopsAround(block).Where(shapes.PartedLoops.Contains).ToArray()
        where parted.Length > 0
        from instruction in block.Instructions
        where instruction is not PhiInstruction && instruction.Users.Any(u => parted.Any(l => LaneShapes.IsUsedOutside(instruction, u, l)))
        select instruction;

    /// <summary>Reads a vector from the address on the stack.</summary>
    private void EmitLoadVector(Type element)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Ldobj, V(element));
    }

    /// <summary>Writes the vector on the stack to the address below it.</summary>
    private void EmitStoreVector(Type element)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Stobj, V(element));
    }

    private Type V(Type element) => api.Of(element);

    private void Call(string name, Type element, params Type[] parameters) => il.Emit(OpCodes.Call, api.Operation(name, element, parameters));

    private void CallConstant(string name, Type element) => il.Emit(OpCodes.Call, api.Constant(name, element));

    private void CallHelper(Type type, string name)
    {
        MethodInfo helper = type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)
            ?? throw new MissingMethodException(type.Name, name);
        il.Emit(OpCodes.Call, helper);
    }

    private void CallStatic(Type type, string name, params Type[] parameters) =>
        il.Emit(OpCodes.Call, VectorApi.Find(type, name, [], parameters));

    /// <summary>Changes the element type of the vector on the stack, not its bits.</summary>
    private void Reinterpret(Type from, Type to)
    {
        if (from == to)
        {
            return;
        }

        string name = Type.GetTypeCode(to) switch
        {
            TypeCode.Int32 => "AsInt32",
            TypeCode.UInt32 => "AsUInt32",
            TypeCode.Int64 => "AsInt64",
            TypeCode.UInt64 => "AsUInt64",
            TypeCode.Single => "AsSingle",
            TypeCode.Double => "AsDouble",
            _ => throw new ArgumentOutOfRangeException(nameof(to), to, "No vector of the kernel has such elements."),
        };
        Call(name, from, V(from));
    }

    private void LoadInt(int value) => il.Emit(OpCodes.Ldc_I4, value);

    private void LoadLong(long value) => il.Emit(OpCodes.Ldc_I8, value);

    private LocalBuilder ScalarLocal(Value value, int component = 0)
    {
        if (!scalars.TryGetValue((value, component), out LocalBuilder? local))
        {
            scalars.Add((value, component), local = il.DeclareLocal(ScalarType(value.Type)));
        }

        return local;
    }

    private LocalBuilder VectorLocal(Value value, int part = 0)
    {
        value = coalescing.PhiOf(value) ?? value;
        if (!vectors.TryGetValue((value, part), out LocalBuilder? local))
        {
            vectors.Add((value, part), local = il.DeclareLocal(V(LaneLayout.Element(value.Type))));
        }

        return local;
    }

    private static Type ScalarType(IrType type) => type.Kind switch
    {
        ScalarKind.Float32 => typeof(float),
        ScalarKind.Float64 => typeof(double),
        ScalarKind.Int64 or ScalarKind.Pointer => typeof(long),
        _ => typeof(int),
    };
}
