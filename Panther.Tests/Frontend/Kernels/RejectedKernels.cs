using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;

#pragma warning disable CA1822, CS1998, CA2219, CS0649

namespace Panther.Tests.Frontend.Kernels;

/// <summary>Kernels that use what a kernel may not use.</summary>
internal static class RejectedKernels
{
    private static int counter;

    private static readonly object Guard = new();

    private static readonly Lock Gate = new();

    private static readonly List<int> Numbers = [1, 2, 3];

    private static readonly int[,] Grid2D = new int[2, 2];

    internal sealed class Node
    {
        public int Value;

        public int Read() => Value;
    }

    internal interface IShape
    {
        int Sides { get; }
    }

    internal struct Square : IShape
    {
        public readonly int Sides => 4;
    }

    public static void Allocation(ArrayView<int> y) => y[0] = new Node { Value = 3 }.Value;

    public static void Boxing(ArrayView<int> y)
    {
        IShape shape = new Square();
        y[0] = shape.Sides;
    }

    public static void BoxedArithmetic(ArrayView<int> y)
    {
        object boxed = y[0];
        y[1] = boxed.GetHashCode();
    }

    public static void Open<T>(ArrayView<T> y)
        where T : unmanaged
        => y[0] = default;

    public static void ObjectArgument(ArrayView<int> y, Node node) => y[0] = node.Value;

    public static void ObjectField(ArrayView<int> y) => Read(y, null!);

    private static void Read(ArrayView<int> y, Node node) => y[0] = node.Value;

    public static void CallsAsynchronous(ArrayView<int> y) => Asynchronous(y);

    public static void CallsIterator(ArrayView<int> y) => y[0] = Count().GetHashCode();

    public static void Lambda(ArrayView<int> y)
    {
        int captured = y[0];
        Func<int, int> f = x => x + captured;
        y[0] = f(1);
    }

    public static void StaticLambda(ArrayView<int> y)
    {
        Func<int, int> f = static x => x + 1;
        y[0] = f(1);
    }

    public static void MethodGroup(ArrayView<int> y)
    {
        Func<int, int> f = Math.Abs;
        y[0] = f(1);
    }

    public static void ArrayLength(ArrayView<int> y)
    {
        int[] values = new int[y[0]];
        y[0] = values[0];
    }

    public static void StackLength(ArrayView<int> y)
    {
        Span<int> values = stackalloc int[y[0]];
        y[0] = values[0];
    }

    public static void SharedLength(ArrayView<int> y) => y[0] = SharedMemory.Allocate<int>(y[1])[0];

    public static void Throws(ArrayView<int> y)
    {
        if (y[0] < 0)
        {
            throw new ArgumentException("negative", nameof(y));
        }
    }

    public static void TryFinally(ArrayView<int> y)
    {
        try
        {
            y[0] = 1;
        }
        finally
        {
            y[1] = 2;
        }
    }

    public static void Locks(ArrayView<int> y)
    {
        lock (Guard)
        {
            y[0] = 1;
        }
    }

    public static void LockObject(ArrayView<int> y)
    {
        lock (Gate)
        {
            y[0] = 1;
        }
    }

    public static void VirtualCall(ArrayView<int> y) => Shape(y, null!);

    private static void Shape(ArrayView<int> y, IShape shape) => y[0] = shape.Sides;

    public static void Recursion(ArrayView<int> y) => y[0] = Factorial(y[0]);

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    internal struct Next<T>;

    public static void EndlessGenerics(ArrayView<int> y) => y[0] = Grow<int>(y[0]);

    private static unsafe int Grow<T>(int n) => n == 0 ? sizeof(int) : Grow<Next<T>>(n - 1);

    public static void Strings(ArrayView<int> y) => y[0] = $"{y[0]} elements".Length;

    public static void StringLiteral(ArrayView<int> y)
    {
        string text = "text";
        y[0] = text.Length;
    }

    public static void MutableStatic(ArrayView<int> y) => y[0] = counter;

    public static void StoresStatic(ArrayView<int> y) => counter = y[0];

    public static void StaticObject(ArrayView<int> y) => y[0] = Numbers.Count;

    public static int Returns(ArrayView<int> y) => y[0];

    public static async void Asynchronous(ArrayView<int> y)
    {
        await Task.Yield();
        y[0] = 1;
    }

    public static void Enumerates(ArrayView<int> y)
    {
        foreach (int value in Count())
        {
            y[0] += value;
        }
    }

    private static IEnumerable<int> Count()
    {
        yield return 1;
    }

    private static int Twice(int value) => value * 2;

    public static unsafe void FunctionPointer(ArrayView<int> y)
    {
        delegate*<int, int> f = &Twice;
        y[0] = f(y[0]);
    }

    public static void MultiDimensional(ArrayView<int> y)
    {
        int[,] values = new int[2, 2];
        y[0] = values[1, 1];
    }

    public static void StaticMultiDimensional(ArrayView<int> y) => y[0] = Grid2D[0, 1];

    public static void Decimals(ArrayView<double> y)
    {
        decimal d = (decimal)y[0];
        y[0] = (double)(d * 2);
    }

    public static void Filters(ArrayView<int> y)
    {
        try
        {
            y[0] = 1;
        }
        catch (Exception e) when (e.HResult == y[1])
        {
            y[0] = 2;
        }
    }

    public static void LibraryCall(ArrayView<int> y) => y[0] = Random.Shared.Next();

    public static void LibraryStatic(ArrayView<long> y) => y[0] = Environment.TickCount64;

    public static void Dynamic(ArrayView<int> y)
    {
        dynamic d = y[0];
        y[0] = d + 1;
    }

    public static void TypeTest(ArrayView<int> y) => Test(y, null!);

    private static void Test(ArrayView<int> y, object o) => y[0] = o is Node ? 1 : 0;

    public static void ClassCast(ArrayView<int> y) => Cast(y, null!);

    private static void Cast(ArrayView<int> y, object o) => y[0] = ((Node)o).Value;

    public static void CheckedAddition(ArrayView<int> y) => y[0] = checked(y[0] + 1);

    public static void CheckedConversion(ArrayView<int> y) => y[0] = checked((byte)y[0]);

    public static void NullReference(ArrayView<int> y)
    {
        Node? node = null;
        y[0] = node is null ? 1 : node.Read();
        int[]? values = y[0] > 0 ? new int[2] : null;
        y[1] = values is null ? 0 : 1;
    }

    public static void BigIntegers(ArrayView<int> y) => y[0] = (int)(new BigInteger(y[0]) * 2);

    public static unsafe void BlockCopy(ArrayView<byte> y)
    {
        fixed (byte* p = &y[0])
        {
            Unsafe.CopyBlock(p, p + 8, 8);
        }
    }

    public static void Forever(ArrayView<int> y)
    {
        while (true)
        {
            y[0]++;
        }
    }

    public static void Disposal(ArrayView<int> y)
    {
        using var guard = new Scope();
        y[0] = 1;
    }

    internal readonly struct Scope : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

/// <summary>A kernel that is not static.</summary>
internal sealed class InstanceKernels
{
    public int Scale = 2;

    public void Instance(ArrayView<int> y) => y[0] *= Scale;
}
