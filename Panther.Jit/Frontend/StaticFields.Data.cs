using System.Reflection;
using System.Runtime.CompilerServices;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Constant data that the C# compiler puts into the assembly: array initializers and collection expressions.</content>
internal sealed partial class StaticFields
{
    private readonly Dictionary<(FieldInfo Field, Type Element), AllocaInstruction> data = [];

    /// <summary>Copies constant data into a local array.</summary>
    public void Fill(AggregateValue array, FieldInfo field)
    {
        Type element = array.Type.GetElementType()!;
        long size = TypeLayout.Of(element).Size;
        Constant[][] elements = DataOf(field, element);
        for (int i = 0; i < elements.Length; i++)
        {
            emit.StoreLeaf(emit.Offset(array.Leaves[0], i * size), elements[i][0]);
        }
    }

    /// <summary>Makes a span over constant data.</summary>
    public AggregateValue Span(Type spanType, FieldInfo field)
    {
        Type element = spanType.GetGenericArguments()[0];
        TypeLayout layout = TypeLayout.Of(element);
        return new AggregateValue(spanType, [Data(field, element), emit.Int32((int)(TypeLayout.Of(field.FieldType).Size / layout.Size))]);
    }

    /// <summary>Returns memory that holds constant data.</summary>
    private AllocaInstruction Data(FieldInfo field, Type element)
    {
        if (!data.TryGetValue((field, element), out AllocaInstruction? table))
        {
            data.Add((field, element), table = emit.Table("data", TypeLayout.Of(element), DataOf(field, element)));
        }

        return table;
    }

    private Constant[][] DataOf(FieldInfo field, Type element)
    {
        long count = TypeLayout.Of(field.FieldType).Size / TypeLayout.Of(element).Size;
        Array values = Array.CreateInstance(element.IsEnum ? Enum.GetUnderlyingType(element) : element, count);
        RuntimeHelpers.InitializeArray(values, field.FieldHandle);
        return [.. values.Cast<object>().Select(v => Constants(v.GetType(), v))];
    }
}
