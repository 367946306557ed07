using System.Runtime.InteropServices;
using Panther.Jit.IR;

namespace Panther.Tests.Engine;

/// <summary>Builds a launch's parameter block, one scalar a kernel parameter.</summary>
internal static class ParameterBytes
{
    /// <summary>Packs leaf values (bool, integers, floats, nint for pointers) in the order of the function's parameters.</summary>
    public static byte[] Of(KernelFunction function, params object[] leaves)
    {
        Assert.Equal(function.Parameters.Count, leaves.Length);
        byte[] block = new byte[function.ParameterBytes];
        foreach (Parameter parameter in function.Parameters)
        {
            Write(block.AsSpan(parameter.BlockOffset, parameter.Type.Size), leaves[parameter.Index]);
        }

        return block;
    }

    private static void Write(Span<byte> target, object value)
    {
        switch (value)
        {
            case bool v: target[0] = v ? (byte)1 : (byte)0; break;
            case byte v: target[0] = v; break;
            case sbyte v: target[0] = (byte)v; break;
            case short v: MemoryMarshal.Write(target, v); break;
            case ushort v: MemoryMarshal.Write(target, v); break;
            case Half v: MemoryMarshal.Write(target, v); break;
            case int v: MemoryMarshal.Write(target, v); break;
            case uint v: MemoryMarshal.Write(target, v); break;
            case float v: MemoryMarshal.Write(target, v); break;
            case long v: MemoryMarshal.Write(target, v); break;
            case ulong v: MemoryMarshal.Write(target, v); break;
            case double v: MemoryMarshal.Write(target, v); break;
            case nint v: MemoryMarshal.Write(target, (long)v); break;
            default: throw new ArgumentException($"{value.GetType()} is no kernel scalar.");
        }
    }
}
