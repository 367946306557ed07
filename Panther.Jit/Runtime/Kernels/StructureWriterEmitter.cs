using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Compilation;

namespace Panther.Jit.Runtime;

/// <summary>Emits the writer of a struct type once: straight code that walks the leaves, through private fields too.</summary>
internal static class StructureWriterEmitter
{
    private static readonly MethodInfo WriteView = typeof(ViewWriter).GetMethod(nameof(ViewWriter.Write))!;

    public static StructureWriter<T> Emit<T>()
        where T : struct
    {
        DynamicMethod method = new(
            $"Write {typeof(T).Name}",
            typeof(int),
            [typeof(T).MakeByRefType(), typeof(byte*), typeof(int), typeof(DeviceStream)],
            typeof(StructureWriterEmitter).Module,
            skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        foreach (ArgumentLeaf leaf in ArgumentLayout.Of(typeof(T)))
        {
            if (leaf.Part == ViewPart.None)
            {
                EmitScalar(il, leaf);
            }
            else if (leaf.Part == ViewPart.Pointer)
            {
                // The view's writer writes the length as well.
                EmitView(il, leaf);
            }
        }

        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<StructureWriter<T>>();
    }

    private static void EmitView(ILGenerator il, ArgumentLeaf leaf)
    {
        EmitAddress(il, leaf.Path);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Call, WriteView.MakeGenericMethod(leaf.Path[^1].FieldType.GetGenericArguments()));
        il.Emit(OpCodes.Starg_S, (byte)2);
    }

    private static void EmitScalar(ILGenerator il, ArgumentLeaf leaf)
    {
        Type type = leaf.Path[^1].FieldType;
        int size = leaf.Type.Size;

        // offset = (offset + size - 1) & -size
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, size - 1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldc_I4, -size);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Starg_S, (byte)2);

        // *(type*)(block + offset) = field
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        EmitAddress(il, leaf.Path);
        il.Emit(OpCodes.Ldobj, type);
        il.Emit(OpCodes.Stobj, type);

        // offset += size
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, size);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Starg_S, (byte)2);
    }

    private static void EmitAddress(ILGenerator il, IReadOnlyList<FieldInfo> path)
    {
        il.Emit(OpCodes.Ldarg_0);
        foreach (FieldInfo field in path)
        {
            il.Emit(OpCodes.Ldflda, field);
        }
    }
}
