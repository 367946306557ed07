using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>The constructs that kernels cannot use, in words.</summary>
internal static class Rejection
{
    public static ConstructException Allocation(Type type) => new(
        $"allocates an object of class '{TypeNames.Of(type)}'",
        "Kernels have no heap: use locals, structs, local arrays of constant length, or views.");

    public static ConstructException Boxing(Type type) => new(
        $"boxes a value of type '{TypeNames.Of(type)}'",
        "Kernels have no heap: keep the value in its own type, or make the method generic over it.");

    public static ConstructException Delegate() => new(
        "uses a delegate or a lambda",
        "Pass a struct with a static abstract or an instance method as a generic argument instead.");

    public static ConstructException FunctionPointer() => new(
        "calls through a function pointer",
        "Pass a struct with a static abstract method as a generic argument instead.");

    public static ConstructException Throw() => new(
        "can throw an exception",
        "Kernels cannot throw: check arguments in the launcher, or write an error code to a view.");

    public static ConstructException TryBlock() => new(
        "uses try, catch, finally, using or foreach with disposal",
        "Kernels have no exceptions: write the statements without the guard.");

    public static ConstructException Lock() => new(
        "uses lock or Monitor",
        "Use Atomic operations, or Group.Barrier to order the threads of a group.");

    public static ConstructException VirtualCall(MethodBase method) => new(
        $"calls '{TypeNames.Of(method)}' on an object",
        "Kernels cannot call virtually: make the kernel generic over a struct that implements the interface.");

    public static ConstructException Recursion(MethodBase method) => new(
        $"calls '{TypeNames.Of(method)}' recursively",
        "Kernels have no call stack: write a loop.");

    public static ConstructException TooDeep(MethodBase method) => new(
        $"calls '{TypeNames.Of(method)}' at a depth of more than {KernelTranslation.MaximumDepth} calls",
        "Every call is inlined: end the chain of generic calls earlier, or write a loop.");

    public static ConstructException Text() => new(
        "uses a string",
        "Kernels have no strings: write numbers to a view, and make the text on the host.");

    public static ConstructException MutableStatic(FieldInfo field) => new(
        $"reads the static field '{TypeNames.Of(field)}', which is not readonly",
        "Pass the value as an argument, or make the field static readonly or const.");

    public static ConstructException StoreStatic(FieldInfo field) => new(
        $"writes the static field '{TypeNames.Of(field)}'",
        "Pass a view and write to that.");

    public static ConstructException StaticObject(FieldInfo field) => new(
        $"reads the static field '{TypeNames.Of(field)}' of type '{TypeNames.Of(field.FieldType)}'",
        "Static readonly fields of a kernel hold primitives, enums, or structs and arrays of these; pass other data as views.");

    public static ConstructException ArrayLength() => new(
        "makes a local array whose length is not a compile-time constant",
        "Use const, static readonly, SpecializedValue<T>, or a static abstract member of a generic struct argument as the length.");

    public static ConstructException SharedLength() => new(
        "allocates memory whose length is not a compile-time constant",
        "Use const, static readonly, SpecializedValue<T>, or a static abstract member of a generic struct argument as the length, or SharedMemory.GetDynamic.");

    public static ConstructException SharedAlignment() => new(
        "allocates shared memory at an alignment that is no compile-time constant, or no power of two up to 1024",
        "Pass a constant such as 128.");

    public static ConstructException MultiDimensionalArray() => new(
        "uses a multi-dimensional array",
        "Use a one-dimensional array and compute the index, or an ArrayView2D.");

    public static ConstructException Decimal() => new(
        "uses decimal",
        "Devices have no decimal arithmetic: use double, or scaled long.");

    public static ConstructException Object(Type type) => new(
        $"uses a value of class '{TypeNames.Of(type)}'",
        "Kernels know only scalars, enums, structs, local arrays and views.");

    public static ConstructException Null() => new(
        "uses null",
        "Kernels have no references to objects: use a struct and a flag.");

    public static ConstructException Cast(Type type) => new(
        $"tests or casts to the class '{TypeNames.Of(type)}'",
        "Kernels have no objects: choose the type by a generic argument.");

    public static ConstructException Dynamic() => new(
        "uses dynamic",
        "Choose the type by a generic argument.");

    public static ConstructException Asynchronous() => new(
        "is asynchronous",
        "A kernel runs from start to end: wait on the host, between launches.");

    public static ConstructException Iteration(MethodBase method) => new(
        $"iterates over an enumerable through '{TypeNames.Of(method)}'",
        "Use a for loop over a view, a span or a local array.");

    public static ConstructException Checked(string operation) => new(
        $"uses {operation} in a checked context",
        "Kernels cannot throw OverflowException: write unchecked(...), or compile without checked arithmetic.");

    public static ConstructException Unsupported(MethodBase method) => new(
        $"calls '{TypeNames.Of(method)}', which has no translation",
        "Use the dialect (Panther.Jit.Dialect), Math, MathF, generic math, or a static method of your own.");

    public static ConstructException UnsupportedInside(MethodBase method, ConstructException cause) => new(
        $"calls '{TypeNames.Of(method)}', which has no translation: it {cause.Construct}",
        "Use the dialect (Panther.Jit.Dialect), Math, MathF, generic math, or a static method of your own.");

    public static ConstructException Instruction(string name) => new(
        $"uses the CIL instruction '{name}'",
        "Write the statement with plain arithmetic, structs and views.");
}
