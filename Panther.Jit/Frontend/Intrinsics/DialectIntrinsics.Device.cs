using System.Reflection;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Instructions that only some devices have.</content>
internal static partial class DialectIntrinsics
{
    private static StackValue? Device(MethodTranslator t, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        DeviceOp op = method.GetCustomAttribute<DeviceIntrinsicAttribute>()!.Op;
        ParameterInfo[] parameters = method.GetParameters();
        var operands = new List<Value>();
        for (int i = 0; i < a.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            operands.AddRange(type.IsByRef ? [t.Pointer(a[i])] : emit.Leaves(a[i], type));
        }

        if (operands.Count < DeviceOpInfo.Of(op).Operands.Length)
        {
            operands.Add(emit.Int32((int)TypeLayout.Of(method.GetGenericArguments()[0]).Size));
        }

        if (method.ReturnType == typeof(void))
        {
            emit.Device(op, IrType.Void, [.. operands]);
            return null;
        }

        IReadOnlyList<LayoutLeaf> leaves = TypeLayout.Of(method.ReturnType).Leaves;
        DeviceInstruction result = emit.Device(op, leaves[0].Type.Vector(leaves.Count), [.. operands]);
        return emit.FromLeaves(method.ReturnType, leaves.Count == 1 ? [result] : [.. leaves.Select((_, lane) => emit.Lane(result, lane))]);
    }
}
