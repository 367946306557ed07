using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime.Cpu;

/// <summary>Makes the arguments of a call out of a parameter block again.</summary>
internal sealed class ArgumentReader(byte[] block)
{
    private static readonly MethodInfo ViewMethod = typeof(ArgumentReader).GetMethod(nameof(View), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo ScalarMethod = typeof(ArgumentReader).GetMethod(nameof(Scalar), BindingFlags.Static | BindingFlags.NonPublic)!;

    private int offset;

    /// <summary>Reads the next argument.</summary>
    public object Read(Type type)
    {
        if (ArgumentLayout.IsView(type))
        {
            byte[] address = Next(sizeof(long));
            return ViewMethod.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [address, Next(sizeof(long))])!;
        }

        if (ArgumentLayout.Scalar(type) is { } scalar)
        {
            return ScalarMethod.MakeGenericMethod(type).Invoke(null, [Next(scalar.Size)])!;
        }

        object structure = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in ArgumentLayout.Fields(type))
        {
            if (!ArgumentLayout.IsSpecialized(field.FieldType))
            {
                field.SetValue(structure, Read(field.FieldType));
            }
        }

        return structure;
    }

    private static ArrayView<T> View<T>(byte[] address, byte[] length)
        where T : unmanaged
        => new(null, (nint)BitConverter.ToInt64(address), BitConverter.ToInt64(length));

    private static T Scalar<T>(byte[] bytes)
        where T : unmanaged
        => MemoryMarshal.Read<T>(bytes);

    private byte[] Next(int size)
    {
        int start = (offset + size - 1) & -size;
        offset = start + size;
        return block[start..offset];
    }
}
