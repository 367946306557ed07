using System.Reflection;
using System.Runtime.CompilerServices;

namespace Panther.Jit.Frontend.Cil;

/// <summary>A closed method with its decoded body.</summary>
internal sealed class IlMethod
{
    private readonly Type[]? typeArguments;
    private readonly Type[]? methodArguments;

    private IlMethod(MethodBase method, MethodBody body, byte[] code)
    {
        Method = method;
        Body = body;
        IsAsynchronous = method.IsDefined(typeof(AsyncStateMachineAttribute));
        IsIterator = method.IsDefined(typeof(IteratorStateMachineAttribute));
        Code = IlReader.Read(code);
        Blocks = new IlBlocks(Code);
        LocalTypes = [.. body.LocalVariables.Select(l => l.LocalType)];
        Type[] parameters = [.. method.GetParameters().Select(p => p.ParameterType)];
        ArgumentTypes = method.IsStatic ? parameters : [ThisType(method.DeclaringType!), .. parameters];
        typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        (ArgumentUsage, LocalUsage) = SlotUsage.Find(this);
    }

    public MethodBase Method { get; }

    /// <summary>Gets a value indicating whether the compiler made a state machine of the method, for await.</summary>
    public bool IsAsynchronous { get; }

    /// <summary>Gets a value indicating whether the compiler made a state machine of the method, for yield.</summary>
    public bool IsIterator { get; }

    public MethodBody Body { get; }

    public IlInstruction[] Code { get; }

    public IlBlocks Blocks { get; }

    /// <summary>Gets the types of the arguments; of a struct's method the first is the reference to the struct.</summary>
    public IReadOnlyList<Type> ArgumentTypes { get; }

    public IReadOnlyList<Type> LocalTypes { get; }

    public SlotUsage[] ArgumentUsage { get; }

    public SlotUsage[] LocalUsage { get; }

    public Type ReturnType => Method is MethodInfo { ReturnType: var type } ? type : typeof(void);

    /// <summary>Decodes a method, or returns null when it has no CIL body.</summary>
    public static IlMethod? Read(MethodBase method) =>
        method.GetMethodBody() is { } body && body.GetILAsByteArray() is { Length: > 0 } code ? new IlMethod(method, body, code) : null;

    public MethodBase ResolveMethod(int token) => Method.Module.ResolveMethod(token, typeArguments, methodArguments)!;

    public Type ResolveType(int token) => Method.Module.ResolveType(token, typeArguments, methodArguments);

    public FieldInfo ResolveField(int token) => Method.Module.ResolveField(token, typeArguments, methodArguments)!;

    public MemberInfo ResolveMember(int token) => Method.Module.ResolveMember(token, typeArguments, methodArguments)!;

    private static Type ThisType(Type type) => type.IsValueType ? type.MakeByRefType() : type;
}
