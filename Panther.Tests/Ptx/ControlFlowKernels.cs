using Panther.Jit.IR;
using Panther.Tests.Engine;

namespace Panther.Tests.Ptx;

/// <summary>Kernels whose phis and branches are easy to get wrong; each thread works on its own i32 elements.</summary>
internal static class ControlFlowKernels
{
    /// <summary>A loop that sums up to 64 numbers: the counter and the sum may cost no moves.</summary>
    public static KernelFunction Sum => Parse("sum", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %pr = gep ptr.global %right + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %y = load i32 %pr
            %n = and i32 %x, 63
            branch head
        head:
            %i = phi i32 entry: 0, body: %i1
            %s = phi i32 entry: %y, body: %s1
            %c = compare.lessSigned i32 %i, %n
            branch %c ? body : exit
        body:
            %p = mul i32 %i, %x
            %s1 = add i32 %s, %p
            %i1 = add i32 %i, 1
            branch head
        exit:
            store i32 %po, %s
            return
        """);

    /// <summary>A product of two numbers of 32 bits in 64, or something else, by way of two phis.</summary>
    public static KernelFunction WideProductOr(string other) => Parse("wideOr", $$"""
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %po = gep ptr.global %output + %t * 8 + 0
            %x = load i32 %pl
            %c = compare.lessSigned i32 %x, 7
            branch %c ? first : rest
        first:
            %e = convert.signExtend i32 %x to i64
            %w = mul i64 %e, 63
            branch exit
        rest:
            %d = compare.lessSigned i32 %x, 70
            branch %d ? small : inner
        small:
            branch inner
        inner:
            %i = phi i64 rest: {{other}}, small: 1
            branch exit
        exit:
            %r = phi i64 first: %w, inner: %i
            store i64 %po, %r
            return
        """);

    /// <summary>Two phis trade places in each iteration (the swap problem).</summary>
    public static KernelFunction Swap => Parse("swap", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %pr = gep ptr.global %right + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %y = load i32 %pr
            %n = and i32 %x, 7
            branch head
        head:
            %i = phi i32 entry: 0, head: %i1
            %a = phi i32 entry: %x, head: %b
            %b = phi i32 entry: %y, head: %a
            %i1 = add i32 %i, 1
            %c = compare.lessSigned i32 %i1, %n
            branch %c ? head : exit
        exit:
            %d = mul i32 %a, 3
            %e = sub i32 %d, %b
            store i32 %po, %e
            return
        """);

    /// <summary>A phi's old value is read after the loop, when the new one exists already (the lost-copy problem).</summary>
    public static KernelFunction LostCopy => Parse("lostCopy", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %n = and i32 %x, 15
            branch head
        head:
            %i = phi i32 entry: 0, head: %i1
            %r = phi i32 entry: 1, head: %i
            %i1 = add i32 %i, 3
            %c = compare.lessSigned i32 %i1, %n
            branch %c ? head : exit
        exit:
            %d = mul i32 %r, 100
            %e = add i32 %d, %i
            store i32 %po, %e
            return
        """);

    /// <summary>A rotation of three values, with a constant joining it.</summary>
    public static KernelFunction Rotate => Parse("rotate", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %pr = gep ptr.global %right + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %y = load i32 %pr
            %n = and i32 %y, 7
            branch head
        head:
            %i = phi i32 entry: 0, latch: %i1
            %a = phi i32 entry: %x, latch: %b
            %b = phi i32 entry: %y, latch: %d
            %d = phi i32 entry: 17, latch: %a
            %k = phi i32 entry: 5, latch: 9
            %i1 = add i32 %i, 1
            %odd = and i32 %i, 1
            %o = compare.equal i32 %odd, 1
            branch %o ? latch : skip
        skip:
            %early = compare.greaterSigned i32 %i, %n
            branch %early ? exit : latch
        latch:
            %c = compare.lessSigned i32 %i1, 12
            branch %c ? head : exit
        exit:
            %last = phi i32 skip: %i, latch: %k
            %m1 = mul i32 %a, 3
            %m2 = mul i32 %b, 5
            %m3 = mul i32 %d, 7
            %s1 = add i32 %m1, %m2
            %s2 = add i32 %s1, %m3
            %s3 = xor i32 %s2, %last
            store i32 %po, %s3
            return
        """);

    /// <summary>A bool phi, a diamond and a triangle in nested loops.</summary>
    public static KernelFunction Nested => Parse("nested", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %pr = gep ptr.global %right + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %y = load i32 %pr
            %n = and i32 %x, 7
            %m = and i32 %y, 7
            branch outer
        outer:
            %i = phi i32 entry: 0, next: %i1
            %s = phi i32 entry: 0, next: %s3
            %flag = phi bool entry: false, next: %flag1
            %c = compare.lessSigned i32 %i, %n
            branch %c ? inner : exit
        inner:
            %j = phi i32 outer: 0, join: %j1
            %u = phi i32 outer: %s, join: %u1
            %cj = compare.lessSigned i32 %j, %m
            branch %cj ? body : next
        body:
            branch %flag ? left : right
        left:
            %a = add i32 %u, %j
            branch join
        right:
            %b = sub i32 %u, %i
            %big = compare.greaterSigned i32 %b, 40
            branch %big ? exit : join
        join:
            %u1 = phi i32 left: %a, right: %b
            %j1 = add i32 %j, 1
            branch inner
        next:
            %s3 = xor i32 %u, %i
            %flag1 = not bool %flag
            %i1 = add i32 %i, 1
            branch outer
        exit:
            %r = phi i32 outer: %s, right: %b
            %f = phi bool outer: %flag, right: true
            %w = select i32 %f, %r, -1
            store i32 %po, %w
            return
        """);

    /// <summary>A pointer that moves through a loop, and vectors that meet in a phi.</summary>
    public static KernelFunction Vectors => Parse("vectors", """
        entry:
            %t = index threadX
            %q = and i32 %t, 3
            %pl = gep ptr.global %left + %q * 64 + 0
            %pr = gep ptr.global %right + %q * 64 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %v0 = load i32x4 %pl
            branch head
        head:
            %i = phi i32 entry: 0, head: %i1
            %p = phi ptr.global entry: %pr, head: %p1
            %v = phi i32x4 entry: %v0, head: %w
            %l = load.readonly i32x4 %p
            %a = lane %v[0]
            %b = lane %l[3]
            %c = add i32 %a, %b
            %d = lane %v[2]
            %e = lane %l[1]
            %w = vector i32x4 %d, %c, %e, %a
            %p1 = gep ptr.global %p + 0 * 1 + 16
            %i1 = add i32 %i, 1
            %more = compare.lessSigned i32 %i1, 4
            branch %more ? head : exit
        exit:
            %x = lane %w[0]
            %y = lane %w[1]
            %z = mul i32 %y, 31
            %s = add i32 %x, %z
            store i32 %po, %s
            return
        """);

    /// <summary>An array in local memory with an index that is known only at run time, zeroed at its start.</summary>
    public static KernelFunction LocalArray => Parse("localArray", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %pr = gep ptr.global %right + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %y = load i32 %pr
            %small = alloca ptr.local few size 28 align 4
            %large = alloca ptr.local many size 400 align 4
            %i = and i32 %x, 3
            %j = and i32 %y, 63
            %ps = gep ptr.local %small + %i * 4 + 8
            store i32 %ps, %y
            %pm = gep ptr.local %large + %j * 4 + 16
            store i32 %pm, %x
            %g = gep ptr.local %small + 0 * 4 + 12
            %h = gep ptr.local %large + 9 * 4 + 8
            %a = load i32 %g
            %b = load i32 %h
            %c = mul i32 %a, 7
            %d = add i32 %c, %b
            store i32 %po, %d
            return
        """);

    /// <summary>More shared memory than a module may reserve, beside a small piece of it.</summary>
    public static KernelFunction LargeShared => Parse("largeShared", """
        entry:
            %t = index threadX
            %pl = gep ptr.global %left + %t * 4 + 0
            %po = gep ptr.global %output + %t * 4 + 0
            %x = load i32 %pl
            %small = alloca ptr.shared few size 256 align 4
            %large = alloca ptr.shared many size 65536 align 16
            %ps = gep ptr.shared %small + %t * 4 + 0
            %back = sub i32 63, %t
            %far = add i32 %back, 16000
            %pm = gep ptr.shared %large + %far * 4 + 0
            store i32 %ps, %x
            store i32 %pm, %t
            barrier.group
            %near = add i32 %t, 16000
            %qs = gep ptr.shared %small + %back * 4 + 0
            %qm = gep ptr.shared %large + %near * 4 + 0
            %a = load i32 %qs
            %b = load i32 %qm
            %c = mul i32 %b, 1000
            %d = add i32 %a, %c
            store i32 %po, %d
            return
        """);

    public static IEnumerable<KernelFunction> All => [Sum, Swap, LostCopy, Rotate, Nested, Vectors, LocalArray, LargeShared];

    private static KernelFunction Parse(string name, string body) =>
        IrParser.Parse($"kernel {name}(ptr.global %left, ptr.global %right, ptr.global %output)\n{{\n{body}\n}}\n");
}
