using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl.Expressions;

/// <content>Loads, stores and atomic operations.</content>
internal sealed partial class ExpressionWriter
{
    /// <summary>Returns what a store assigns to, and what it assigns.</summary>
    public (Expression Target, Expression Value) Store(StoreInstruction i)
    {
        RequireAddressable(i, i.Stored.Type, i.Pointer.Type.Space);
        Expression place = Dereference(i.Pointer, elements.MemoryType(i.Stored.Type, i.Stored));
        Expression value = Write(i.Stored);
        return (place, i.Stored.Type.IsPointer ? value.CastTo(OpenClType.ULong) : value);
    }

    private Expression Load(LoadInstruction i)
    {
        RequireAddressable(i, i.Type, i.Pointer.Type.Space);
        OpenClType accessed = elements.MemoryType(i.Type, i);
        Expression place = Dereference(i.Pointer, accessed);
        if (i.IsVolatile)
        {
            Expression pointer = PointerTo(i.Pointer, accessed);
            string type = $"volatile {elements.Accessed(i.Pointer, accessed).PointerIn(i.Pointer.Type.Space)}";
            place = Expression.From($"*({type}){pointer.In(Precedence.Unary)}", Precedence.Unary, accessed, pointer) with { ReadsMemory = true };
        }

        return i.Type.Kind switch
        {
            ScalarKind.Bool when !i.Type.IsVector => Expression.Infix(place, "!=", Literal(function.Int32(0), isUnsigned: false), Precedence.Equality, OpenClType.Bool),
            ScalarKind.Pointer => place.CastTo(elements.TypeOf(i)),
            _ => place,
        };
    }

    /// <summary>Buffers have no addresses that would mean anything to another launch or to the host.</summary>
    private void RequireAddressable(Instruction i, IrType type, AddressSpace space)
    {
        if (type.IsPointer && space == AddressSpace.Global)
        {
            throw Unsupported(i, "views that are kept in global memory", "pass views as arguments");
        }
    }

    private Expression Atomic(AtomicInstruction i)
    {
        RequireAtomic(i, i.Type, i.Pointer.Type.Space);
        OpenClType type = i.Op switch
        {
            AtomicOp.MinSigned or AtomicOp.MaxSigned => OpenClType.Of(i.Type),
            AtomicOp.MinUnsigned or AtomicOp.MaxUnsigned => OpenClType.Of(i.Type, isUnsigned: true),
            _ => OpenClType.Of(i.Type, signs.IsUnsigned(i)),
        };
        if (i.Type.IsFloat && i.Op != AtomicOp.Exchange)
        {
            string function = library.FloatAtomic(i.Op, type, i.Pointer.Type.Space);
            return Expression.Call(function, type, PointerTo(i.Pointer, type), Write(i.Operand));
        }

        if (type.Kind == ScalarKind.Float64)
        {
            OpenClType bits = OpenClType.ULong;
            Expression before = Expression.Call("atom_xchg", bits, PointerTo(i.Pointer, bits), Expression.Call("as_ulong", bits, Write(i.Operand)));
            return Expression.Call("as_double", type, before);
        }

        string name = i.Op switch
        {
            AtomicOp.Add => "add",
            AtomicOp.MinSigned or AtomicOp.MinUnsigned => "min",
            AtomicOp.MaxSigned or AtomicOp.MaxUnsigned => "max",
            AtomicOp.And => "and",
            AtomicOp.Or => "or",
            AtomicOp.Xor => "xor",
            AtomicOp.Exchange => "xchg",
            _ => throw new InvalidOperationException($"The OpenCL backend does not know the atomic {i.Op}."),
        };
        Expression operand = i.Type.IsInteger ? Of(i.Operand, type) : Write(i.Operand);
        return Expression.Call($"{AtomicPrefix(type)}{name}", type, PointerTo(i.Pointer, type), operand);
    }

    private Expression CompareExchange(CompareExchangeInstruction i)
    {
        RequireAtomic(i, i.Type, i.Pointer.Type.Space);
        OpenClType bits = i.Type.IsInteger ? OpenClType.Of(i.Type, signs.IsUnsigned(i)) : i.Type.Bits == 64 ? OpenClType.ULong : OpenClType.UInt;
        Expression Bits(Value value) => i.Type.IsInteger ? Of(value, bits) : Expression.Call($"as_{bits}", bits, Write(value));
        Expression before = Expression.Call(
            $"{AtomicPrefix(bits)}cmpxchg", bits, PointerTo(i.Pointer, bits), Bits(i.Expected), Bits(i.Desired));
        return i.Type.IsInteger ? before : Expression.Call($"as_{OpenClType.Of(i.Type)}", OpenClType.Of(i.Type), before);
    }

    /// <summary>Operations on 64 bits are extensions, which are called atom_ where the core says atomic_.</summary>
    private static string AtomicPrefix(OpenClType type) => type.Bits == 64 ? "atom_" : "atomic_";

    private void RequireAtomic(Instruction i, IrType type, AddressSpace space)
    {
        if (type.Bits < 32)
        {
            throw Unsupported(i, $"atomic operations on {type}", "use 32 or 64 bits");
        }

        if (space == AddressSpace.Local)
        {
            throw Unsupported(i, "atomic operations on the thread's own memory", "compute there without Atomic");
        }

        if (type.Bits == 64 && !target.Int64Atomics)
        {
            throw Unsupported(i, "atomic operations on 64 bits (cl_khr_int64_base_atomics, cl_khr_int64_extended_atomics)", "use 32 bits");
        }
    }
}
