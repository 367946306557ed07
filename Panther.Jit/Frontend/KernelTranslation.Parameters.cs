using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>The kernel's own parameters.</content>
internal sealed partial class KernelTranslation
{
    private static readonly Type[] IndexTypes =
        [typeof(Index1D), typeof(Index2D), typeof(Index3D), typeof(LongIndex1D), typeof(LongIndex2D), typeof(LongIndex3D)];

    /// <summary>Declares a parameter for each scalar of each argument; those of an index argument are the extent.</summary>
    private StackValue[] MakeParameters(out Value[] extent)
    {
        ParameterInfo[] parameters = source.Method.GetParameters();
        var values = new StackValue[parameters.Length];
        extent = [];
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            string name = parameters[i].Name ?? $"p{i}";
            if (ArgumentLayout.IsSpecialized(type))
            {
                values[i] = Specialized(type, i);
                continue;
            }

            Value[] leaves = [.. ArgumentLayout.Of(type).Select(l => Emit.Function.AddParameter(NameOf(name, l), l.Type))];
            values[i] = Emit.FromLeaves(type, leaves);
            if (i == 0 && IndexTypes.Contains(type))
            {
                extent = leaves;
                Emit.Function.ImplicitDimensions = leaves.Length;
            }
        }

        return values;
    }

    private AggregateValue Specialized(Type type, int position)
    {
        if (!source.Specializations.TryGetValue(position, out object? value))
        {
            throw new ArgumentException($"The specialised parameter {position} of {source.DisplayName} has no value.", nameof(position));
        }

        return new AggregateValue(type, [.. Statics.Constants(type.GetGenericArguments()[0], value)]);
    }

    private static string NameOf(string parameter, ArgumentLeaf leaf)
    {
        IEnumerable<string> fields = leaf.Path.Select(f => TypeNames.Plain(f.Name));
        string[] part = leaf.Part == ViewPart.None ? [] : [leaf.Part == ViewPart.Pointer ? "pointer" : "length"];
        return string.Join('.', [parameter, .. fields, .. part]);
    }

    /// <summary>Computes the index of the thread, and lets only threads inside the extent into the kernel.</summary>
    /// <returns>The block behind the kernel.</returns>
    private Block GuardExtent(Value[] extent, StackValue[] arguments)
    {
        var index = new Value[extent.Length];
        Value? inside = null;
        for (int dimension = 0; dimension < extent.Length; dimension++)
        {
            IrType type = extent[dimension].Type;
            Value group = Emit.Convert(ConvertOp.SignExtend, Emit.Index(IndexKind.GroupX, dimension), type);
            Value size = Emit.Convert(ConvertOp.SignExtend, GroupDim(dimension), type);
            Value thread = Emit.Convert(ConvertOp.SignExtend, Emit.Index(IndexKind.ThreadX, dimension), type);
            index[dimension] = Emit.Binary(BinaryOp.Add, Emit.Binary(BinaryOp.Mul, group, size), thread);
            Value isInside = Emit.Compare(CompareOp.LessSigned, index[dimension], extent[dimension]);
            inside = inside is null ? isInside : Emit.Binary(BinaryOp.And, inside, isInside);
        }

        arguments[0] = new AggregateValue(source.Method.GetParameters()[0].ParameterType, index);
        Block body = Emit.AddBlock();
        Block exit = Emit.AddBlock();
        Emit.Branch(inside!, body, exit);
        Emit.Block = body;
        return exit;
    }

    /// <summary>The group's size in one dimension, a constant where the device compiles for one shape.</summary>
    public Value GroupDim(int dimension) => Target.GroupDim is { } shape
        ? Emit.Int32(dimension switch { 0 => shape.X, 1 => shape.Y, _ => shape.Z })
        : Emit.Index(IndexKind.GroupDimX, dimension);
}
