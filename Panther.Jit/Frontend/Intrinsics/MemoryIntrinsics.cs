using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Unsafe, Volatile, MemoryMarshal, and the constant data that RuntimeHelpers copies.</summary>
internal static class MemoryIntrinsics
{
    public static bool TryCall(MethodTranslator t, MethodBase method, StackValue[] a, out StackValue? result)
    {
        result = null;
        Type type = method.DeclaringType!;
        if (type == typeof(Unsafe))
        {
            if (method.Name is nameof(Unsafe.SkipInit))
            {
                return true;
            }

            if (method.Name is nameof(Unsafe.Write) or nameof(Unsafe.WriteUnaligned))
            {
                t.Emit.Store(t.Pointer(a[0]), method.GetParameters()[1].ParameterType, a[1]);
                return true;
            }

            result = OfUnsafe(t, (MethodInfo)method, a);
        }
        else if (type == typeof(RuntimeHelpers))
        {
            if (method.Name == nameof(RuntimeHelpers.InitializeArray) && a is [AggregateValue array, FieldToken data])
            {
                t.Kernel.Statics.Fill(array, data.Field);
                return true;
            }

            result = method.Name == nameof(RuntimeHelpers.CreateSpan) && a is [FieldToken field]
                ? t.Kernel.Statics.Span(((MethodInfo)method).ReturnType, field.Field)
                : null;
        }
        else if (type == typeof(Volatile) && method.Name == nameof(Volatile.Read))
        {
            result = t.Emit.Load(t.Pointer(a[0]), ((MethodInfo)method).ReturnType, isVolatile: true);
        }
        else if (type == typeof(Volatile) && method.Name == nameof(Volatile.Write))
        {
            t.Emit.Store(t.Pointer(a[0]), method.GetParameters()[1].ParameterType, a[1]);
            return true;
        }
        else if (type == typeof(MemoryMarshal) && method.Name == nameof(MemoryMarshal.GetReference) && a is [AggregateValue span])
        {
            result = new ScalarValue(span.Leaves[0]);
        }

        return result is not null;
    }

    private static StackValue? OfUnsafe(MethodTranslator t, MethodInfo method, StackValue[] a)
    {
        Emitter emit = t.Emit;
        Type[] types = method.GetGenericArguments();
        switch (method.Name)
        {
            case nameof(Unsafe.SizeOf):
                return new ScalarValue(emit.Int32((int)TypeLayout.Of(types[0]).Size));
            case nameof(Unsafe.As) when types.Length == 2:
            case nameof(Unsafe.AsRef):
            case nameof(Unsafe.AsPointer):
                return new ScalarValue(t.Pointer(a[0]));
            case nameof(Unsafe.BitCast):
                return BitIntrinsics.BitCast(t, a[0], types[0], types[1]);
            case nameof(Unsafe.Read):
            case nameof(Unsafe.ReadUnaligned):
                return emit.Load(t.Pointer(a[0]), types[0]);
            case nameof(Unsafe.Add):
                return new ScalarValue(emit.Gep(t.Pointer(a[0]), Scalar(emit, a[1]), TypeLayout.Of(types[0]).Size, 0));
            case nameof(Unsafe.Subtract):
                return new ScalarValue(emit.Gep(t.Pointer(a[0]), Scalar(emit, a[1]), -TypeLayout.Of(types[0]).Size, 0));
            case nameof(Unsafe.AddByteOffset):
                return new ScalarValue(emit.Gep(t.Pointer(a[0]), Scalar(emit, a[1]), 1, 0));
            default:
                return null;
        }
    }

    private static Value Scalar(Emitter emit, StackValue value) => emit.Widen(((ScalarValue)value).Value);
}
