using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.Compilation.Store;

namespace Panther.Jit.Frontend.Cil;

/// <summary>A closed method with its decoded body.</summary>
internal sealed class IlMethod
{
    private readonly CompilationInputs inputs;
    private readonly Type[]? typeArguments;
    private readonly Type[]? methodArguments;

    private IlMethod(MethodBase method, MethodBody body, byte[] code, CompilationInputs inputs)
    {
        this.inputs = inputs;
        inputs.Add(method);
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
        foreach (Type used in (IEnumerable<Type>)[.. ArgumentTypes, .. LocalTypes, ReturnType])
        {
            inputs.Add(used);
        }

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
    /// <param name="method">The closed method.</param>
    /// <param name="inputs">Notes the method and what its tokens stand for.</param>
    public static IlMethod? Read(MethodBase method, CompilationInputs inputs) =>
        method.GetMethodBody() is { } body && body.GetILAsByteArray() is { Length: > 0 } code ? new IlMethod(method, body, code, inputs) : null;

    public MethodBase ResolveMethod(int token)
    {
        MethodBase method = Method.Module.ResolveMethod(token, typeArguments, methodArguments)!;
        inputs.Add(method);
        return method;
    }

    public Type ResolveType(int token)
    {
        Type type = Method.Module.ResolveType(token, typeArguments, methodArguments);
        inputs.Add(type);
        return type;
    }

    public FieldInfo ResolveField(int token)
    {
        FieldInfo field = Method.Module.ResolveField(token, typeArguments, methodArguments)!;
        inputs.Add(field.DeclaringType);
        inputs.Add(field.FieldType);
        return field;
    }

    public MemberInfo ResolveMember(int token)
    {
        MemberInfo member = Method.Module.ResolveMember(token, typeArguments, methodArguments)!;
        inputs.Add(member as Type ?? member.DeclaringType);
        return member;
    }

    private static Type ThisType(Type type) => type.IsValueType ? type.MakeByRefType() : type;
}
