using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Frontend;
using Panther.Tests.Frontend.Kernels;

namespace Panther.Tests.Frontend;

/// <summary>The words by which a kernel that uses a forbidden construct is refused.</summary>
public class RejectionTests
{
    [Theory]
    [InlineData("Allocation", "allocates an object of class 'RejectedKernels.Node'. Kernels have no heap: use locals, structs, local arrays of constant length, or views.")]
    [InlineData("Boxing", "boxes a value of type 'RejectedKernels.Square'. Kernels have no heap: keep the value in its own type, or make the method generic over it.")]
    [InlineData("BoxedArithmetic", "boxes a value of type 'Int32'. Kernels have no heap: keep the value in its own type, or make the method generic over it.")]
    [InlineData("Lambda", "uses a delegate or a lambda. Pass a struct with a static abstract or an instance method as a generic argument instead.")]
    [InlineData("StaticLambda", "uses a delegate or a lambda.")]
    [InlineData("MethodGroup", "uses a delegate or a lambda.")]
    [InlineData("ArrayLength", "makes a local array whose length is not a compile-time constant. Use const, static readonly, SpecializedValue<T>, or a static abstract member")]
    [InlineData("StackLength", "makes a local array whose length is not a compile-time constant.")]
    [InlineData("SharedLength", "allocates memory whose length is not a compile-time constant. Use const, static readonly, SpecializedValue<T>")]
    [InlineData("Throws", "can throw an exception. Kernels cannot throw: check arguments in the launcher, or write an error code to a view.")]
    [InlineData("TryFinally", "uses try, catch, finally, using or foreach with disposal. Kernels have no exceptions: write the statements without the guard.")]
    [InlineData("Filters", "uses try, catch, finally, using or foreach with disposal.")]
    [InlineData("Disposal", "uses try, catch, finally, using or foreach with disposal.")]
    [InlineData("Locks", "uses lock or Monitor. Use Atomic operations, or Group.Barrier to order the threads of a group.")]
    [InlineData("LockObject", "uses lock or Monitor.")]
    [InlineData("VirtualCall", "'RejectedKernels.Shape'")]
    [InlineData("VirtualCall", "calls 'RejectedKernels.IShape.get_Sides' on an object. Kernels cannot call virtually: make the kernel generic over a struct that implements the interface.")]
    [InlineData("Recursion", "calls 'RejectedKernels.Factorial' recursively. Kernels have no call stack: write a loop.")]
    [InlineData("EndlessGenerics", "<...>>>>>' at a depth of more than 100 calls. Every call is inlined: end the chain of generic calls earlier, or write a loop.")]
    [InlineData("Strings", "uses a string. Kernels have no strings: write numbers to a view, and make the text on the host.")]
    [InlineData("StringLiteral", "uses a string.")]
    [InlineData("MutableStatic", "reads the static field 'RejectedKernels.counter', which is not readonly. Pass the value as an argument, or make the field static readonly or const.")]
    [InlineData("StoresStatic", "writes the static field 'RejectedKernels.counter'. Pass a view and write to that.")]
    [InlineData("StaticObject", "reads the static field 'RejectedKernels.Numbers' of type 'List<Int32>'. Static readonly fields of a kernel hold primitives, enums, or structs and arrays of these")]
    [InlineData("StaticMultiDimensional", "reads the static field 'RejectedKernels.Grid2D' of type 'Int32[,]'.")]
    [InlineData("Returns", "returns 'Int32'. Make the kernel return void, and write results to a view.")]
    [InlineData("Asynchronous", "is asynchronous. A kernel runs from start to end: wait on the host, between launches.")]
    [InlineData("CallsAsynchronous", "is asynchronous.")]
    [InlineData("Enumerates", "iterates over an enumerable through 'IEnumerable<Int32>.GetEnumerator'. Use a for loop over a view, a span or a local array.")]
    [InlineData("CallsIterator", "iterates over an enumerable through 'RejectedKernels.Count'.")]
    [InlineData("FunctionPointer", "calls through a function pointer. Pass a struct with a static abstract method as a generic argument instead.")]
    [InlineData("MultiDimensional", "uses a multi-dimensional array. Use a one-dimensional array and compute the index, or an ArrayView2D.")]
    [InlineData("Decimals", "uses decimal. Devices have no decimal arithmetic: use double, or scaled long.")]
    [InlineData("LibraryCall", "calls 'Random.get_Shared', which has no translation: it reads the static field 'Random.Shared' of type 'Random'. Use the dialect (Panther.Jit.Dialect), Math, MathF")]
    [InlineData("LibraryStatic", "calls 'Environment.get_TickCount64', which has no translation")]
    [InlineData("BigIntegers", "calls 'BigInteger..ctor', which has no translation")]
    [InlineData("BlockCopy", "calls 'Unsafe.CopyBlock', which has no translation")]
    [InlineData("Dynamic", "uses dynamic. Choose the type by a generic argument.")]
    [InlineData("TypeTest", "tests or casts to the class 'RejectedKernels.Node'. Kernels have no objects: choose the type by a generic argument.")]
    [InlineData("ClassCast", "tests or casts to the class 'RejectedKernels.Node'.")]
    [InlineData("ObjectField", "uses a value of class 'RejectedKernels.Node'. Kernels know only scalars, enums, structs, local arrays and views.")]
    [InlineData("CheckedAddition", "uses arithmetic in a checked context. Kernels cannot throw OverflowException: write unchecked(...), or compile without checked arithmetic.")]
    [InlineData("CheckedConversion", "uses a conversion in a checked context.")]
    [InlineData("NullReference", "uses null. Kernels have no references to objects: use a struct and a flag.")]
    [InlineData("Forever", "never returns. End the loop at some time.")]
    public void Translate_ForbiddenConstruct_SaysWhatAndWhatInstead(string kernel, string text)
    {
        MethodInfo method = typeof(RejectedKernels).GetMethod(kernel)!;

        Assert.Contains(text, Refuse(method).Message, StringComparison.Ordinal);
        Assert.Contains(text, Refuse(ConformanceTests.Find($"RejectedKernels.{kernel}", optimized: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_ForbiddenConstruct_NamesKernelMethodAndLine()
    {
        string message = Refuse(typeof(RejectedKernels).GetMethod(nameof(RejectedKernels.Recursion))!).Message;

        Assert.Matches(@"^Kernel 'RejectedKernels\.Recursion' cannot be compiled: 'RejectedKernels\.Factorial' \(.*RejectedKernels\.cs:\d+\) calls ", message);
    }

    [Fact]
    public void Translate_NoSymbols_NamesTheOffset()
    {
        string message = Refuse(typeof(Convert).GetMethod(nameof(Convert.ToByte), [typeof(int)])!).Message;

        Assert.Contains("'Convert.ToByte' (IL_0000) returns 'Byte'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_InstanceMethod_IsRefused() => Assert.Contains(
        "is an instance method. Make the kernel static, and pass what it needs as arguments.",
        Refuse(typeof(InstanceKernels).GetMethod(nameof(InstanceKernels.Instance))!).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Translate_OpenGenericMethod_IsRefused() => Assert.Contains(
        "has open type parameters. Close the generic method with MakeGenericMethod before it is compiled.",
        Refuse(typeof(RejectedKernels).GetMethod(nameof(RejectedKernels.Open))!).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Translate_ObjectArgument_IsRefused() => Assert.Contains(
        "cannot be passed to a kernel",
        Refuse(typeof(RejectedKernels).GetMethod(nameof(RejectedKernels.ObjectArgument))!).Message,
        StringComparison.Ordinal);

    private static KernelCompilationException Refuse(MethodInfo method) =>
        Assert.Throws<KernelCompilationException>(() => KernelFrontEnd.Translate(new KernelSource(method), KernelRun.Target));
}
