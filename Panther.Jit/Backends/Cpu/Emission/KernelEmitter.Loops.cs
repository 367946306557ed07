using System.Reflection.Emit;
using Panther.Jit.Backends.Cpu.Analysis;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>
/// The loops around the blocks: over groups, and over a group's warps.
/// </summary>
internal sealed partial class KernelEmitter
{
    private readonly LocalBuilder[] groupIndex = new LocalBuilder[3];
    private readonly LocalBuilder warp;
    private readonly LocalBuilder thread;
    private readonly LocalBuilder frame;

    /// <summary>Writes the method of a kernel without barriers.</summary>
    private void EmitKernel()
    {
        Label anyGroups = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Blt, anyGroups);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(anyGroups);
        EmitPrologue();

        LocalBuilder group = il.DeclareLocal(typeof(long));
        Label groupTop = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stloc, group);
        EmitFirstGroupIndex();
        il.MarkLabel(groupTop);
        EmitHoisted(ComputedPer.Group);
        EmitWarps(EmitStart);
        EmitNextGroupIndex();
        il.Emit(OpCodes.Ldloc, group);
        LoadLong(1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, group);
        il.Emit(OpCodes.Ldloc, group);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Blt, groupTop);
        il.Emit(OpCodes.Ret);
    }

    private void EmitPrologue()
    {
        foreach (Parameter parameter in function.Parameters.Where(p => forms.IsNeeded(p) && used.Contains(p)))
        {
            il.Emit(OpCodes.Ldarg_0);
            LoadInt(parameter.BlockOffset);
            il.Emit(OpCodes.Add);
            il.Emit(parameter.Type.Kind switch
            {
                ScalarKind.Bool or ScalarKind.Int8 => OpCodes.Ldind_U1,
                ScalarKind.Int16 or ScalarKind.Float16 or ScalarKind.BFloat16 => OpCodes.Ldind_U2,
                ScalarKind.Int32 => OpCodes.Ldind_I4,
                ScalarKind.Float32 => OpCodes.Ldind_R4,
                ScalarKind.Float64 => OpCodes.Ldind_R8,
                _ => OpCodes.Ldind_I8,
            });
            il.Emit(OpCodes.Stloc, ScalarLocal(parameter));
            if (forms.NeedsVector(parameter))
            {
                EmitSpreadDefinition(parameter);
            }
        }

        EmitHoisted(ComputedPer.Launch);
    }

    private void EmitHoisted(ComputedPer level)
    {
        foreach (Instruction instruction in order.Blocks.SelectMany(b => b.Instructions)
            .Where(i => !i.Type.IsVoid && hoisting.Level(i) == level && forms.IsNeeded(i) && used.Contains(i)))
        {
            if (!forms.NeedsScalar(instruction))
            {
                throw new InvalidOperationException("A uniform value has a scalar.");
            }

            EmitDefinition(instruction);
        }
    }

    private void EmitFirstGroupIndex()
    {
        for (int d = 0; d < 3; d++)
        {
            groupIndex[d] = il.DeclareLocal(typeof(int));
            il.Emit(OpCodes.Ldarg_1);
            for (int before = 0; before < d; before++)
            {
                il.Emit(OpCodes.Ldarg_S, (byte)(3 + before));
                il.Emit(OpCodes.Div);
            }

            if (d < 2)
            {
                il.Emit(OpCodes.Ldarg_S, (byte)(3 + d));
                il.Emit(OpCodes.Rem);
            }

            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Stloc, groupIndex[d]);
        }
    }

    private void EmitNextGroupIndex()
    {
        Label done = il.DefineLabel();
        for (int d = 0; d < 3; d++)
        {
            il.Emit(OpCodes.Ldloc, groupIndex[d]);
            LoadInt(1);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc, groupIndex[d]);
            if (d == 2)
            {
                break;
            }

            il.Emit(OpCodes.Ldloc, groupIndex[d]);
            il.Emit(OpCodes.Conv_I8);
            il.Emit(OpCodes.Ldarg_S, (byte)(3 + d));
            il.Emit(OpCodes.Blt, done);
            LoadInt(0);
            il.Emit(OpCodes.Stloc, groupIndex[d]);
        }

        il.MarkLabel(done);
    }

    /// <summary>Writes the loop over the warps around the blocks.</summary>
    private void EmitWarps(Action enter)
    {
        Label warpTop = il.DefineLabel();
        warpEnd = il.DefineLabel();
        LoadInt(0);
        il.Emit(OpCodes.Stloc, warp);
        il.MarkLabel(warpTop);
        EmitWarpBegin();
        enter();
        EmitBlocks();
        il.MarkLabel(warpEnd);
        il.Emit(OpCodes.Ldloc, warp);
        LoadInt(1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, warp);
        il.Emit(OpCodes.Ldloc, warp);
        LoadInt(Warps);
        il.Emit(OpCodes.Blt, warpTop);
    }

    /// <summary>Computes what depends on the warp's number.</summary>
    private void EmitWarpBegin()
    {
        il.Emit(OpCodes.Ldloc, warp);
        LoadInt(Lanes);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Stloc, thread);
        il.Emit(OpCodes.Ldarg_S, (byte)6);
        il.Emit(OpCodes.Conv_I8);
        LoadLong(scratch.FrameOffset);
        il.Emit(OpCodes.Add);
        if (HasBarriers)
        {
            il.Emit(OpCodes.Ldloc, warp);
            il.Emit(OpCodes.Conv_I8);
            LoadLong(scratch.FrameBytes);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Add);
        }

        il.Emit(OpCodes.Stloc, frame);
        foreach (Instruction instruction in order.Blocks.SelectMany(b => b.Instructions).Where(i =>
            i is IndexInstruction or AllocaInstruction { Space: AddressSpace.Local } && hoisting.Level(i) == ComputedPer.Warp && forms.IsNeeded(i)
            && used.Contains(i)))
        {
            if (instruction is IndexInstruction index && shapes.Exact(index).IsVarying)
            {
                EmitVaryingIndex(index.Kind);
                il.Emit(OpCodes.Stloc, VectorLocal(index));
                continue;
            }

            EmitScalarExpression(instruction);
            il.Emit(OpCodes.Stloc, ScalarLocal(instruction));
            if (forms.NeedsVector(instruction))
            {
                EmitSpreadDefinition(instruction);
            }
        }
    }

    /// <summary>Pushes a thread index of the first lane, or a number that all lanes share.</summary>
    private void EmitScalarIndex(IndexKind kind)
    {
        Index3D dim = target.GroupDim;
        switch (kind)
        {
            case IndexKind.ThreadX or IndexKind.ThreadY or IndexKind.ThreadZ:
                (long step, int extent, bool isLast) = kind switch
                {
                    IndexKind.ThreadX => (1L, dim.X, dim.Y * (long)dim.Z == 1),
                    IndexKind.ThreadY => (dim.X, dim.Y, dim.Z == 1),
                    _ => ((long)dim.X * dim.Y, dim.Z, true),
                };
                EmitPlace(step, extent, isLast);
                break;
            case IndexKind.Lane:
                LoadInt(0);
                break;
            case IndexKind.Warp:
                il.Emit(OpCodes.Ldloc, warp);
                break;
            case IndexKind.WarpSize:
                LoadInt(Lanes);
                break;
            case IndexKind.GroupDimX or IndexKind.GroupDimY or IndexKind.GroupDimZ:
                LoadInt(kind switch { IndexKind.GroupDimX => dim.X, IndexKind.GroupDimY => dim.Y, _ => dim.Z });
                break;
            case IndexKind.GroupX or IndexKind.GroupY or IndexKind.GroupZ:
                il.Emit(OpCodes.Ldloc, groupIndex[kind - IndexKind.GroupX]);
                break;
            default:
                il.Emit(OpCodes.Ldarg_S, (byte)(3 + (kind - IndexKind.GridDimX)));
                il.Emit(OpCodes.Conv_I4);
                break;
        }
    }

    private void EmitPlace(long step, int extent, bool isLast)
    {
        if (extent == 1)
        {
            LoadInt(0);
            return;
        }

        il.Emit(OpCodes.Ldloc, thread);
        if (step > 1)
        {
            LoadInt((int)step);
            il.Emit(OpCodes.Div_Un);
        }

        if (!isLast)
        {
            LoadInt(extent);
            il.Emit(OpCodes.Rem_Un);
        }
    }

    /// <summary>
    /// Pushes a thread index that changes within the warp. Quotients are formed in single precision: exact, because the correctly rounded quotient of
    /// integers below 2^24 never reaches the next integer.
    /// </summary>
    private void EmitVaryingIndex(IndexKind kind)
    {
        Index3D dim = target.GroupDim;
        (int step, int above) = kind switch
        {
            IndexKind.ThreadX => (1, dim.X),
            IndexKind.ThreadY => (dim.X, dim.X * dim.Y),
            _ => (dim.X * dim.Y, 0),
        };
        EmitThreadQuotient(step);
        if (above != 0)
        {
            EmitThreadQuotient(above);
            EmitVectorOf(above / step, typeof(int));
            Call("Multiply", typeof(int), V(typeof(int)), V(typeof(int)));
            Call("Subtract", typeof(int), V(typeof(int)), V(typeof(int)));
        }
    }

    private void EmitThreadQuotient(int divisor)
    {
        il.Emit(OpCodes.Ldloc, thread);
        EmitSpread(IrType.Int32, LaneShape.Affine(1, Lanes), 0);
        if (divisor != 1)
        {
            Call("ConvertToSingle", typeof(int), V(typeof(int)));
            il.Emit(OpCodes.Ldc_R4, (float)divisor);
            Call("Create", typeof(float), typeof(float));
            Call("Divide", typeof(float), V(typeof(float)), V(typeof(float)));
            Call("ConvertToInt32", typeof(float), V(typeof(float)));
        }
    }

    /// <summary>Starts a warp at the entry.</summary>
    private void EmitStart()
    {
        if (HasPartialWarp)
        {
            if (FullWarps > 0)
            {
                il.Emit(OpCodes.Ldloc, warp);
                LoadInt(FullWarps);
                il.Emit(OpCodes.Blt, LabelOf(function.Entry, false));
            }

            EmitClearMasks(order.Blocks.Where(phase.Contains));
            CallConstant("Indices", typeof(int));
            EmitVectorOf(GroupSize % Lanes, typeof(int));
            Call("LessThan", typeof(int), V(typeof(int)), V(typeof(int)));
            il.Emit(OpCodes.Stloc, MaskOf(function.Entry));
            il.Emit(OpCodes.Br, LabelOf(function.Entry, true));
        }
        else
        {
            il.Emit(OpCodes.Br, LabelOf(function.Entry, false));
        }
    }
}
