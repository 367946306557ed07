using System.Collections;
using System.Reflection;
using Panther.Jit.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace Panther.Jit.Frontend;

/// <content>Calls, construction, tokens, and what generic code does with boxes.</content>
internal sealed partial class MethodTranslator
{
    private bool ExecuteObject(Cil.IlInstruction i)
    {
        switch (i.Op)
        {
            case ILOpCode.Call or ILOpCode.Callvirt:
                Type? constrained = constrainedNext;
                constrainedNext = null;
                Call(il.ResolveMethod(i.Int32), constrained);
                break;
            case ILOpCode.Constrained:
                constrainedNext = il.ResolveType(i.Int32);
                break;
            case ILOpCode.Newobj:
                Construct(il.ResolveMethod(i.Int32));
                break;
            case ILOpCode.Ldtoken:
                Push(il.ResolveMember(i.Int32) switch
                {
                    Type type => new TypeToken(type),
                    FieldInfo field => new FieldToken(field),
                    _ => throw Rejection.Delegate(),
                });
                break;
            case ILOpCode.Ldstr:
                Push(new StringToken());
                break;
            case ILOpCode.Ldnull:
                Push(new NullToken());
                break;
            case ILOpCode.Box:
                Box(il.ResolveType(i.Int32));
                break;
            case ILOpCode.Unbox_any or ILOpCode.Unbox:
                Unbox(il.ResolveType(i.Int32), i.Op == ILOpCode.Unbox);
                break;
            case ILOpCode.Isinst:
                IsInstance(il.ResolveType(i.Int32));
                break;
            case ILOpCode.Castclass:
                throw Rejection.Cast(il.ResolveType(i.Int32));
            case ILOpCode.Calli or ILOpCode.Mkrefany or ILOpCode.Refanyval or ILOpCode.Refanytype or ILOpCode.Arglist:
                throw Rejection.FunctionPointer();
            case ILOpCode.Ldftn or ILOpCode.Ldvirtftn:
                throw NextIs(ILOpCode.Newobj) ? Rejection.Delegate() : Rejection.FunctionPointer();
            default:
                return false;
        }

        return true;
    }

    private void Box(Type type)
    {
        StackValue value = Pop();
        Push(type.IsValueType ? new BoxedValue(type, Emit.Coerce(value, type)) : value);
    }

    private void Unbox(Type type, bool toAddress)
    {
        StackValue value = Pop();
        if (value is not BoxedValue boxed)
        {
            throw type.IsValueType ? Rejection.Boxing(type) : Rejection.Cast(type);
        }

        if (boxed.Type != type)
        {
            throw Rejection.Cast(type);
        }

        Push(toAddress ? new ScalarValue(Spill(boxed.Value, type)) : boxed.Value);
    }

    /// <summary>Type tests in generic code are known once the type argument is.</summary>
    private void IsInstance(Type type)
    {
        if (Pop() is not BoxedValue boxed)
        {
            throw Rejection.Cast(type);
        }

        Push(type.IsAssignableFrom(boxed.Type) ? boxed : new NullToken());
    }

    /// <summary>Puts a value into memory of its own.</summary>
    public AllocaInstruction Spill(StackValue value, Type type)
    {
        TypeLayout layout = TypeLayout.Of(type);
        AllocaInstruction alloca = Emit.Alloca(AddressSpace.Local, Math.Max(1, layout.Size), Math.Max(8, layout.Alignment), "temporary");
        Emit.Store(alloca, type, value);
        return alloca;
    }

    private void Construct(MethodBase constructor)
    {
        Type type = constructor.DeclaringType!;
        if (!type.IsValueType)
        {
            throw typeof(Exception).IsAssignableFrom(type) ? Rejection.Throw()
                : typeof(Delegate).IsAssignableFrom(type) || type.Name.StartsWith("<>c", StringComparison.Ordinal) ? Rejection.Delegate()
                : type.IsArray ? Rejection.MultiDimensionalArray()
                : type == typeof(string) ? Rejection.Text()
                : typeof(IEnumerator).IsAssignableFrom(type) ? Rejection.Iteration(constructor)
                : Rejection.Allocation(type);
        }

        StackValue[] values = PopMany(constructor.GetParameters().Length);
        if (Intrinsics.TryConstruct(this, constructor, values) is { } made)
        {
            Push(made);
            return;
        }

        CheckCallable(constructor, values);
        AllocaInstruction target = Spill(Emit.Zero(type), type);
        Inline(constructor, [new ScalarValue(target), .. values]);
        Push(Emit.Load(target, type));
        Emit.State.Forget(target);
    }

    private StackValue[] PopMany(int count)
    {
        var values = new StackValue[count];
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }
}
