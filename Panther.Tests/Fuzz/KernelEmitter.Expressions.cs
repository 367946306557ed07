using System.Reflection.Emit;

namespace Panther.Tests.Fuzz;

/// <summary>Values.</summary>
internal sealed partial class KernelEmitter
{
    private void Emit(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                EmitLiteral(literal);
                break;
            case LocalValue local:
                il.Emit(OpCodes.Ldloc, locals[local.Local]);
                break;
            case ParameterValue { Parameter: 0 }:
                EmitIndex();
                break;
            case ParameterValue parameter:
                il.Emit(OpCodes.Ldarg, (short)parameter.Parameter);
                break;
            case InputValue input:
                Type view = Parameters[input.Parameter];
                il.Emit(OpCodes.Ldarga, (short)input.Parameter);
                EmitMasked(input.Index, KernelShape.InputMask);
                il.Emit(OpCodes.Call, view.GetMethod("get_Item", [typeof(int)])!);
                il.Emit(OpCodes.Ldobj, input.Type.Clr());
                break;
            case Operation operation:
                Emit(operation.Left);
                Emit(operation.Right);
                EmitOperation(operation);
                break;
            case Prefix prefix:
                Emit(prefix.Operand);
                il.Emit(prefix.Sign == "-" ? OpCodes.Neg : OpCodes.Not);
                break;
            case Comparison comparison:
                Emit(comparison.Left);
                Emit(comparison.Right);
                EmitComparison(comparison);
                break;
            case Logic or Choice:
                EmitBranching(expression);
                break;
            case Cast cast:
                Emit(cast.Operand);
                EmitCast(cast.Operand.Type, cast.Type);
                break;
            case ElementValue element:
                il.Emit(OpCodes.Ldloc, arrays[element.Array]);
                EmitMasked(element.Index, KernelShape.ArrayMask);
                il.Emit(OpCodes.Ldelem, element.Type.Clr());
                break;
            case FieldValue field:
                il.Emit(OpCodes.Ldfld, EmitFieldOwner(field.Struct, field.Path));
                break;
            case Call call:
                foreach (Expression argument in call.Arguments)
                {
                    Emit(argument);
                }

                il.Emit(OpCodes.Call, FuzzLibrary.Functions.First(m => m.Name == call.Method));
                break;
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    private void EmitLiteral(Literal literal)
    {
        switch (literal.Type)
        {
            case FuzzType.Float32:
                il.Emit(OpCodes.Ldc_R4, (float)literal.Number);
                break;
            case FuzzType.Float64:
                il.Emit(OpCodes.Ldc_R8, literal.Number);
                break;
            case FuzzType.Int64 or FuzzType.UInt64:
                il.Emit(OpCodes.Ldc_I8, literal.Integer);
                break;
            default:
                il.Emit(OpCodes.Ldc_I4, (int)literal.Integer);
                break;
        }
    }

    private void EmitOperation(Operation operation)
    {
        bool unsigned = operation.Type.IsUnsigned();
        if (operation.Sign is "<<" or ">>" or ">>>")
        {
            il.Emit(OpCodes.Ldc_I4, operation.Type.Is64() ? 63 : 31);
            il.Emit(OpCodes.And);
        }

        il.Emit(operation.Sign switch
        {
            "+" => OpCodes.Add,
            "-" => OpCodes.Sub,
            "*" => OpCodes.Mul,
            "/" => unsigned ? OpCodes.Div_Un : OpCodes.Div,
            "%" => unsigned ? OpCodes.Rem_Un : OpCodes.Rem,
            "&" => OpCodes.And,
            "|" => OpCodes.Or,
            "^" => OpCodes.Xor,
            "<<" => OpCodes.Shl,
            ">>" => unsigned ? OpCodes.Shr_Un : OpCodes.Shr,
            _ => OpCodes.Shr_Un,
        });
    }

    private void EmitComparison(Comparison comparison)
    {
        FuzzType type = comparison.Left.Type;
        bool unsigned = type.IsUnsigned();
        switch (comparison.Sign)
        {
            case "==":
                il.Emit(OpCodes.Ceq);
                break;
            case "!=":
                il.Emit(OpCodes.Ceq);
                EmitNot();
                break;
            case "<":
                il.Emit(unsigned ? OpCodes.Clt_Un : OpCodes.Clt);
                break;
            case ">":
                il.Emit(unsigned ? OpCodes.Cgt_Un : OpCodes.Cgt);
                break;
            case "<=":
                il.Emit(unsigned || type.IsFloat() ? OpCodes.Cgt_Un : OpCodes.Cgt);
                EmitNot();
                break;
            default:
                il.Emit(unsigned || type.IsFloat() ? OpCodes.Clt_Un : OpCodes.Clt);
                EmitNot();
                break;
        }
    }

    private void EmitNot()
    {
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ceq);
    }

    private void EmitBranching(Expression expression)
    {
        (Expression condition, Expression whenTrue, Expression whenFalse) = expression switch
        {
            Logic { IsAnd: true } and => (and.Left, and.Right, Literal.Of(FuzzType.Bool, 0)),
            Logic or => (or.Left, Literal.Of(FuzzType.Bool, 1), or.Right),
            Choice choice => (choice.Condition, choice.WhenTrue, choice.WhenFalse),
            _ => throw new InvalidOperationException(expression.GetType().Name),
        };
        Label otherwise = il.DefineLabel();
        Label behind = il.DefineLabel();
        EmitJumpUnless(condition, otherwise);
        Emit(whenTrue);
        il.Emit(OpCodes.Br, behind);
        il.MarkLabel(otherwise);
        Emit(whenFalse);
        il.MarkLabel(behind);
    }

    /// <summary>Optimised code compares and jumps in one; unoptimised code puts the truth into a variable first.</summary>
    private void EmitJumpUnless(Expression condition, Label target)
    {
        if (isDebug)
        {
            LocalBuilder truth = il.DeclareLocal(typeof(bool));
            Emit(condition);
            il.Emit(OpCodes.Stloc, truth);
            il.Emit(OpCodes.Ldloc, truth);
            il.Emit(OpCodes.Brfalse, target);
        }
        else if (condition is Comparison comparison)
        {
            bool special = comparison.Left.Type.IsUnsigned() || comparison.Left.Type.IsFloat();
            Emit(comparison.Left);
            Emit(comparison.Right);
            il.Emit(
                comparison.Sign switch
                {
                    "==" => OpCodes.Bne_Un,
                    "!=" => OpCodes.Beq,
                    "<" => special ? OpCodes.Bge_Un : OpCodes.Bge,
                    "<=" => special ? OpCodes.Bgt_Un : OpCodes.Bgt,
                    ">" => special ? OpCodes.Ble_Un : OpCodes.Ble,
                    _ => special ? OpCodes.Blt_Un : OpCodes.Blt,
                },
                target);
        }
        else
        {
            Emit(condition);
            il.Emit(OpCodes.Brfalse, target);
        }
    }

    private void EmitCast(FuzzType from, FuzzType to)
    {
        bool fromUnsigned = from.IsUnsigned();
        switch (to)
        {
            case FuzzType.Int8:
                il.Emit(OpCodes.Conv_I1);
                break;
            case FuzzType.UInt8:
                il.Emit(OpCodes.Conv_U1);
                break;
            case FuzzType.Int16:
                il.Emit(OpCodes.Conv_I2);
                break;
            case FuzzType.UInt16:
                il.Emit(OpCodes.Conv_U2);
                break;
            case FuzzType.Int32:
                il.Emit(OpCodes.Conv_I4);
                break;
            case FuzzType.UInt32:
                il.Emit(OpCodes.Conv_U4);
                break;
            case FuzzType.Int64:
                il.Emit(fromUnsigned ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
                break;
            case FuzzType.UInt64:
                il.Emit(fromUnsigned || from.IsFloat() ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
                break;
            default:
                if (from is FuzzType.UInt32 or FuzzType.UInt64)
                {
                    il.Emit(OpCodes.Conv_R_Un);
                }

                il.Emit(to == FuzzType.Float32 ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
                break;
        }
    }
}
