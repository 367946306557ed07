using System.Reflection;
using Panther.Jit.Frontend.Cil;

namespace Panther.Jit.Frontend;

/// <content>Calls: which method is meant, and its translation in place.</content>
internal sealed partial class MethodTranslator
{
    private void Call(MethodBase method, Type? constrained)
    {
        StackValue[] values = PopMany(method.GetParameters().Length + (method.IsStatic ? 0 : 1));
        StackValue? result = Call(method, constrained, values);
        if (method is MethodInfo { ReturnType: var type } && type != typeof(void))
        {
            Push(result ?? throw Rejection.Unsupported(method));
        }
    }

    /// <summary>Translates a call with the given arguments, the receiver first.</summary>
    public StackValue? Call(MethodBase method, Type? constrained, StackValue[] values)
    {
        if (constrained is not null)
        {
            if (Intrinsics.TryCallConstrained(this, constrained, (MethodInfo)method, values, out StackValue? known))
            {
                return known;
            }

            method = Resolve(constrained, (MethodInfo)method, values);
        }
        else if (values is [ObjectReference reference, ..] && method.DeclaringType!.IsInterface)
        {
            method = Resolve(reference.Type, (MethodInfo)method, values);
        }

        if (Intrinsics.TryCall(this, method, values, out StackValue? result))
        {
            return result;
        }

        CheckCallable(method, values);
        return Inline(method, values);
    }

    /// <summary>Finds the method of a struct that an interface's method means, and makes the receiver fit it.</summary>
    private MethodInfo Resolve(Type type, MethodInfo method, StackValue[] values)
    {
        MethodInfo target = InterfaceMethods.Resolve(type, method) ?? throw Rejection.VirtualCall(method);
        if (!target.IsStatic)
        {
            // A default implementation sees a boxed copy of the struct; the struct's own methods see a reference to it.
            bool isDefault = target.DeclaringType!.IsInterface;
            values[0] = values[0] switch
            {
                ScalarValue s when isDefault => new ObjectReference(type, Spill(Emit.Load(s.Value, type), type)),
                ObjectReference o when !isDefault => new ScalarValue(o.Pointer),
                var same => same,
            };
        }

        return target;
    }

    private static void CheckCallable(MethodBase method, StackValue[] values)
    {
        Type type = method.DeclaringType!;
        if (values is [StringToken, ..] || type == typeof(string))
        {
            throw Rejection.Text();
        }

        if (values is [BoxedValue boxed, ..])
        {
            throw Rejection.Boxing(boxed.Type);
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            throw Rejection.Delegate();
        }

        if (type.FullName == "Microsoft.CSharp.RuntimeBinder.Binder" || type.Namespace == "System.Runtime.CompilerServices" && type.Name.StartsWith("CallSite", StringComparison.Ordinal))
        {
            throw Rejection.Dynamic();
        }

        if (method.Name is "GetEnumerator" or "MoveNext")
        {
            throw Rejection.Iteration(method);
        }

        if (type == typeof(Monitor))
        {
            throw Rejection.Lock();
        }

        if (type == typeof(decimal))
        {
            throw Rejection.Decimal();
        }

        if (!method.IsStatic && !type.IsValueType && values[0] is not ObjectReference)
        {
            throw Rejection.VirtualCall(method);
        }
    }

    /// <summary>Calls a type's own Equals; an enum compares as its number.</summary>
    public StackValue? AreEqual(Type type, StackValue left, StackValue right)
    {
        Type compared = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        MethodInfo equals = typeof(IEquatable<>).MakeGenericType(compared).GetMethod(nameof(Equals))!;
        return Call(equals, compared, [new ScalarValue(Spill(left, compared)), right]);
    }

    /// <summary>Translates the body of a method in place of its call.</summary>
    public StackValue? Inline(MethodBase method, StackValue[] values)
    {
        if (IsInside(method))
        {
            throw Rejection.Recursion(method);
        }

        if (Depth >= KernelTranslation.MaximumDepth)
        {
            throw Rejection.TooDeep(method);
        }

        IlMethod body = Kernel.Read(method) ?? throw Rejection.Unsupported(method);
        if (body.IsAsynchronous || body.IsIterator)
        {
            throw body.IsIterator ? Rejection.Iteration(method) : Rejection.Asynchronous();
        }

        try
        {
            return new MethodTranslator(Kernel, body, this).Translate(values);
        }
        catch (ConstructException cause) when (Library.IsDotNet(method) && !Library.IsDotNet(il.Method))
        {
            throw Rejection.UnsupportedInside(method, cause);
        }
    }
}
