using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>
/// Writes an argument of one type into a parameter block: every scalar leaf in declaration order at its natural alignment. All that depends on
/// the type is in read-only statics, which the JIT folds into the launch.
/// </summary>
/// <typeparam name="T">The argument's type as the kernel declares it.</typeparam>
internal static unsafe class ArgumentWriter<T>
    where T : struct
{
    public static readonly ArgumentShape Shape = ArgumentShape.Of(typeof(T));

    private static readonly ArgumentKind Kind = Shape.Kind;
    private static readonly int Alignment = Shape.Alignment;
    private static readonly StructureWriter<T>? Structure =
        Shape.Kind == ArgumentKind.Structure ? StructureWriterEmitter.Emit<T>() : null;

    /// <summary>Writes one argument at the block's end, after checking the owners of its views.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref T value, ref ParameterBlock block)
    {
        if (Kind == ArgumentKind.Packed)
        {
            int offset = (block.Length + Alignment - 1) & -Alignment;
            Unsafe.WriteUnaligned(block.Start + offset, value);
            block.Length = offset + Unsafe.SizeOf<T>();
        }
        else if (Kind == ArgumentKind.View)
        {
            // All ArrayView<> instantiations have the same fields, whatever the element type.
            block.Length = ViewWriter.Write(ref Unsafe.As<T, ArrayView<byte>>(ref value), block.Start, block.Length, block.Stream);
        }
        else if (Kind == ArgumentKind.Specialized)
        {
            Unsafe.WriteUnaligned(block.Key + block.KeyLength, value);
            block.KeyLength += Unsafe.SizeOf<T>();
        }
        else
        {
            block.Length = Structure!(ref value, block.Start, block.Length, block.Stream);
        }
    }
}
