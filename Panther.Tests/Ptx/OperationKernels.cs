using Panther.Jit.IR;

namespace Panther.Tests.Ptx;

/// <summary>A small kernel for every operation and type: each thread reads its element of the inputs, and writes its element of the output.</summary>
internal static class OperationKernels
{
    public const int Threads = 64;

    private static readonly IrType[] Integers = [IrType.Int8, IrType.Int16, IrType.Int32, IrType.Int64];
    private static readonly IrType[] Floats = [IrType.Float32, IrType.Float64];

    public static IEnumerable<KernelFunction> All => Binary().Concat(Unary()).Concat(Comparisons()).Concat(Conversions()).Concat(Choices()).Concat(Shuffles()).Concat(Atomics());

    private static IEnumerable<KernelFunction> Binary()
    {
        foreach (BinaryOp op in Enum.GetValues<BinaryOp>())
        {
            bool isShift = op is BinaryOp.ShiftLeft or BinaryOp.ShiftRightSigned or BinaryOp.ShiftRightUnsigned;
            foreach (IrType type in Types(op))
            {
                yield return Kernel($"{op}_{type}", type, type, isShift ? IrType.Int32 : type, (b, x, y) => b.Binary(op, x, y));
            }
        }
    }

    private static IEnumerable<IrType> Types(BinaryOp op) => op switch
    {
        BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul => [.. Integers, .. Floats],
        BinaryOp.And or BinaryOp.Or or BinaryOp.Xor => [.. Integers, IrType.Bool],
        BinaryOp.DivFloat or BinaryOp.RemFloat or BinaryOp.MinFloat or BinaryOp.MaxFloat or BinaryOp.CopySign => Floats,
        _ => Integers,
    };

    private static IEnumerable<KernelFunction> Unary() =>
        from op in Enum.GetValues<UnaryOp>()
        where op is not (UnaryOp.RcpApprox or UnaryOp.RsqrtApprox)
        from type in op switch
        {
            UnaryOp.Negate or UnaryOp.Abs => [.. Integers, .. Floats],
            UnaryOp.Not => [.. Integers, IrType.Bool],
            UnaryOp.PopCount or UnaryOp.LeadingZeros or UnaryOp.TrailingZeros => Integers,
            _ => Floats,
        }
        select Kernel($"{op}_{type}", type, type, type, (b, x, _) => b.Unary(op, x));

    private static IEnumerable<KernelFunction> Comparisons() =>
        from op in Enum.GetValues<CompareOp>()
        from type in op is CompareOp.Equal or CompareOp.NotEqual ? [.. Integers, IrType.Bool] : op < CompareOp.EqualOrdered ? Integers : Floats
        select Kernel($"{op}_{type}", IrType.Bool, type, type, (b, x, y) => b.Compare(op, x, y));

    private static IEnumerable<KernelFunction> Conversions()
    {
        IrType[] all = [IrType.Bool, .. Integers, .. Floats, IrType.Float16];
        return from op in Enum.GetValues<ConvertOp>()
               from source in all
               from target in all
               where Exists(op, source, target)
               select Kernel($"{op}_{source}_{target}", target, source, source, (b, x, _) => b.Convert(op, x, target));
    }

    private static bool Exists(ConvertOp op, IrType from, IrType to) => op switch
    {
        ConvertOp.Truncate => from.IsInteger && to.IsInteger && to.Bits < from.Bits,
        ConvertOp.SignExtend => from.IsInteger && to.IsInteger && to.Bits > from.Bits,
        ConvertOp.ZeroExtend => (from.IsInteger || from == IrType.Bool) && to.IsInteger && to.Bits > from.Bits,
        ConvertOp.SignedToFloat => from.IsInteger && to.IsFloat && to.Bits >= 32,
        ConvertOp.UnsignedToFloat => (from.IsInteger || from == IrType.Bool) && to.IsFloat && to.Bits >= 32,
        ConvertOp.FloatToSigned or ConvertOp.FloatToUnsigned => from.IsFloat && from.Bits >= 32 && to.IsInteger && to.Bits >= 32,
        ConvertOp.FloatToFloat => from.IsFloat && to.IsFloat && from != to,
        ConvertOp.BitCast => from.Bits == to.Bits && from != to && from.IsFloat != to.IsFloat,
        _ => false,
    };

    private static IEnumerable<KernelFunction> Choices() =>
        from type in (IrType[])[IrType.Bool, .. Integers, .. Floats]
        select Kernel($"Select_{type}", type, type, type, (b, x, y) =>
            b.Select(b.Compare(CompareOp.LessSigned, b.Index(IndexKind.ThreadX), b.Function.Int32(Threads / 3)), x, y));

    private static IEnumerable<KernelFunction> Shuffles() =>
        from op in Enum.GetValues<ShuffleOp>()
        from type in (IrType[])[IrType.Bool, .. Integers, .. Floats]
        select Kernel($"Shuffle{op}_{type}", type, type, type, (b, x, _) => b.Shuffle(op, x, b.Function.Int32(5)));

    /// <summary>Each thread updates an element of its own, first in the output and then in shared memory, so that the result has one value only.</summary>
    private static IEnumerable<KernelFunction> Atomics()
    {
        foreach (AtomicOp op in Enum.GetValues<AtomicOp>())
        {
            IrType[] types = op switch
            {
                AtomicOp.MinFloat or AtomicOp.MaxFloat => Floats,
                AtomicOp.Add or AtomicOp.Exchange => [IrType.Int32, IrType.Int64, .. Floats],
                _ => [IrType.Int32, IrType.Int64],
            };
            foreach (IrType type in types)
            {
                foreach (AddressSpace space in (AddressSpace[])[AddressSpace.Global, AddressSpace.Shared])
                {
                    yield return AtomicKernel($"Atomic{op}_{type}_{space}", type, space, (b, p, x) => b.Atomic(op, p, x), false);
                    yield return AtomicKernel($"Atomic{op}_{type}_{space}_used", type, space, (b, p, x) => b.Atomic(op, p, x), true);
                }
            }
        }

        foreach (IrType type in (IrType[])[IrType.Int32, IrType.Int64, .. Floats])
        {
            yield return AtomicKernel($"CompareExchange_{type}", type, AddressSpace.Global, (b, p, x) => b.CompareExchange(p, b.Load(p, type), x), true);
        }
    }

    private static KernelFunction AtomicKernel(
        string name, IrType type, AddressSpace space, Func<IrBuilder, Value, Value, Value> operation, bool usesResult)
    {
        var function = new KernelFunction(name);
        Parameter left = function.AddParameter("left", IrType.Pointer(AddressSpace.Global));
        Parameter right = function.AddParameter("right", IrType.Pointer(AddressSpace.Global));
        Parameter output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        var b = new IrBuilder(function);
        Value index = b.Index(IndexKind.ThreadX);
        Value place = b.Gep(output, index, type.Size);
        Value target = space == AddressSpace.Global ? place : b.Gep(b.Alloca(AddressSpace.Shared, Threads * type.Size, type.Size, "cells"), index, type.Size);
        b.Store(target, b.Load(b.Gep(left, index, type.Size), type));
        Value before = operation(b, target, b.Load(b.Gep(right, index, type.Size), type));
        b.Store(place, usesResult ? before : b.Load(target, type));
        b.Return();
        IrVerifier.Verify(function, name);
        return function;
    }

    private static KernelFunction Kernel(string name, IrType result, IrType leftType, IrType rightType, Func<IrBuilder, Value, Value, Value> operation)
    {
        var function = new KernelFunction(name);
        Parameter left = function.AddParameter("left", IrType.Pointer(AddressSpace.Global));
        Parameter right = function.AddParameter("right", IrType.Pointer(AddressSpace.Global));
        Parameter output = function.AddParameter("output", IrType.Pointer(AddressSpace.Global));
        var b = new IrBuilder(function);
        Value index = b.Index(IndexKind.ThreadX);
        Value x = b.Load(b.Gep(left, index, leftType.Size), leftType);
        Value y = b.Load(b.Gep(right, index, rightType.Size), rightType);
        b.Store(b.Gep(output, index, result.Size), operation(b, x, y));
        b.Return();
        IrVerifier.Verify(function, name);
        return function;
    }
}
