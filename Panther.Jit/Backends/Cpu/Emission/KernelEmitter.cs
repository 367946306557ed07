using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// Writes a kernel as IL: a loop over groups, if there are no barriers, around a loop over warps around the kernel's blocks, each of which is written
/// twice at most, for warps of which all lanes are there and for others. See docs of the parts: Control (masks), Barriers, Memory, Scalars, Vectors.
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
    private readonly KernelPlan plan;
    private readonly Block start;
    private readonly IReadOnlySet<Block> phase;
    private readonly HashSet<Value> used;
    private readonly Dictionary<(Value Value, int Component), LocalBuilder> scalars = [];
    private readonly Dictionary<(Value Value, int Part), LocalBuilder> vectors = [];

    private KernelEmitter(KernelPlan plan, string name, Type result, Block start)
    {
        this.plan = plan;
        this.start = start;
        function = plan.Function;
        target = plan.Target;
        api = VectorApi.OfWidth(target.VectorBits);
        order = plan.Order;
        shapes = plan.Shapes;
        forms = plan.Forms;
        hoisting = plan.Hoisting;
        inlining = plan.Inlining;
        waiting = plan.Waiting;
        coalescing = plan.Coalescing;
        scratch = plan.Scratch;
        method = new DynamicMethod(
            name,
            result,
            [typeof(byte*), typeof(long), typeof(long), typeof(long), typeof(long), typeof(long), typeof(byte*), typeof(int)],
            typeof(KernelEmitter).Module,
            skipVisibility: true)
        {
            InitLocals = false,
        };
        il = method.GetILGenerator(16384);
        phase = plan.Phase(start);
        used = FindUsed();
        current = il.DeclareLocal(V(typeof(int)));
        warp = il.DeclareLocal(typeof(int));
        thread = il.DeclareLocal(typeof(int));
        frame = il.DeclareLocal(typeof(long));
    }

    private int Lanes => target.Lanes;

    private long GroupSize => target.GroupDim.Size;

    private int FullWarps => (int)(GroupSize / Lanes);

    private bool HasPartialWarp => GroupSize % Lanes != 0;

    private int Warps => FullWarps + (HasPartialWarp ? 1 : 0);

    private bool HasBarriers => plan.ResumePoints.Count > 0;

    /// <summary>Writes a kernel without barriers as one method, one with barriers as a method for each of its phases.</summary>
    /// <exception cref="Compilation.KernelCompilationException">The kernel has a loop with two entries.</exception>
    public static unsafe CpuKernelCode Emit(KernelFunction function, CpuTarget target)
    {
        var plan = new KernelPlan(function, target);
        if (plan.ResumePoints.Count == 0)
        {
            var emitter = new KernelEmitter(plan, function.Name, typeof(void), function.Entry);
            emitter.EmitKernel();
            return new CpuKernelCode(emitter.method.CreateDelegate<CpuKernelEntry>(), plan.Scratch.TotalBytes, plan.Scratch.SharedBytes);
        }

        var phases = new CpuPhase[plan.ResumePoints.Count + 1];
        for (int i = 0; i < phases.Length; i++)
        {
            var emitter = new KernelEmitter(plan, $"{function.Name}.{i}", typeof(int), i == 0 ? function.Entry : plan.ResumePoints[i - 1]);
            emitter.EmitPhase(i - 1);
            phases[i] = emitter.method.CreateDelegate<CpuPhase>();
        }

        return new CpuKernelCode(new PhasedKernel(phases, plan.Scratch.GroupIndexOffset).Run, plan.Scratch.TotalBytes, plan.Scratch.SharedBytes);
    }

    /// <summary>Returns all that the phase's code may take, with what that is computed of.</summary>
    private HashSet<Value> FindUsed()
    {
        var result = new HashSet<Value>();
        var open = new Stack<Value>(order.Blocks.Where(phase.Contains).SelectMany(b => b.Instructions.Concat(b.Successors.SelectMany(s => s.Phis))));
        while (open.TryPop(out Value? value))
        {
            if (result.Add(value) && value is Instruction instruction)
            {
                foreach (Value operand in instruction.Operands)
                {
                    open.Push(operand);
                }
            }
        }

        return result;
    }

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
            TypeCode.Byte => "AsByte",
            TypeCode.UInt16 => "AsUInt16",
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
