using System.Diagnostics;
using Panther.Jit.Frontend.Cil;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <content>Basic blocks: what flows along their edges, and how the edges meet.</content>
internal sealed partial class MethodTranslator
{
    private readonly Dictionary<IlBlock, Entrance> entrances = [];
    private readonly List<Edge> returns = [];
    private bool blockEnded;

    /// <summary>A way into a block: where it comes from, and what is known there.</summary>
    private sealed record Edge(Block From, StackValue[] Stack, LocalState State);

    /// <summary>What leads to a block, collected while its predecessors are translated.</summary>
    private sealed class Entrance
    {
        /// <summary>Gets the block of the IR, once an edge needs it.</summary>
        public Block? Block { get; set; }

        /// <summary>Gets the only edge of a block that goes on in the block of the IR that it comes from.</summary>
        public Edge? Continuation { get; set; }

        public List<Edge> Edges { get; } = [];
    }

    private void TranslateBlocks()
    {
        Jump(il.Blocks.At(0));
        foreach (IlBlock block in il.Blocks.Ordered)
        {
            if (Enter(block))
            {
                TranslateBlock(block);
            }
        }
    }

    private void TranslateBlock(IlBlock block)
    {
        blockIsInLoop = block.IsInLoop;
        blockEnded = false;
        for (int i = block.First; i < block.End && !blockEnded; i++)
        {
            current = il.Code[i];
            if (!isLibrary)
            {
                Emit.Location = Kernel.Symbols.Find(il.Method, current.Offset) ?? Emit.Location;
            }

            Execute(current);
        }

        if (!blockEnded)
        {
            Jump(il.Blocks.At(current.Next));
        }
    }

    /// <summary>Goes on at a block whatever happens.</summary>
    private void Jump(IlBlock target)
    {
        Entrance entrance = EntranceOf(target);
        var edge = new Edge(Emit.Block, TakeStack(), Emit.State.Fork());
        if (target.EdgesIn == 1)
        {
            entrance.Continuation = edge;
        }
        else
        {
            Emit.Branch(AddEdge(entrance, edge));
        }

        blockEnded = true;
    }

    /// <summary>Goes on at one of two blocks.</summary>
    private void Branch(Value condition, IlBlock whenTrue, IlBlock whenFalse)
    {
        if (condition is Constant c)
        {
            Jump(c.AsBool ? whenTrue : whenFalse);
        }
        else if (ReferenceEquals(whenTrue, whenFalse))
        {
            Jump(whenTrue);
        }
        else
        {
            var edge = new Edge(Emit.Block, TakeStack(), Emit.State.Fork());
            Block first = AddEdge(EntranceOf(whenTrue), edge);
            Block second = AddEdge(EntranceOf(whenFalse), edge);
            Emit.Branch(condition, first, second);
            blockEnded = true;
        }
    }

    private Block AddEdge(Entrance entrance, Edge edge)
    {
        entrance.Edges.Add(edge);
        return entrance.Block ??= Emit.AddBlock();
    }

    private Entrance EntranceOf(IlBlock block)
    {
        if (!entrances.TryGetValue(block, out Entrance? entrance))
        {
            entrances.Add(block, entrance = new Entrance());
        }

        return entrance;
    }

    private StackValue[] TakeStack()
    {
        StackValue[] values = [.. stack.Reverse()];
        stack.Clear();
        return values;
    }

    private bool Enter(IlBlock block)
    {
        if (!entrances.TryGetValue(block, out Entrance? entrance))
        {
            return false;
        }

        stack.Clear();
        if (entrance.Continuation is { } only)
        {
            Emit.Block = only.From;
            Emit.State = only.State;
            Array.ForEach(only.Stack, Push);
            return true;
        }

        Emit.Block = entrance.Block!;
        // Of the ways back into a loop nothing is known yet.
        Emit.State = block.IsLoopHeader ? new LocalState() : LocalState.Meet([.. entrance.Edges.Select(e => e.State)]);
        if (block.IsLoopHeader && entrance.Edges.Exists(e => e.Stack.Length > 0))
        {
            throw new ConstructException("enters a loop in the middle of an expression", "Compute the expression before the loop.");
        }

        Array.ForEach(Join(entrance.Edges), Push);
        return true;
    }

    private void Return()
    {
        StackValue[] values = il.ReturnType == typeof(void) ? [] : [Emit.Coerce(Pop(), il.ReturnType)];
        returns.Add(new Edge(Emit.Block, values, Emit.State.Fork()));
        stack.Clear();
        blockEnded = true;
    }

    /// <summary>Goes on behind the call.</summary>
    private StackValue? JoinReturns()
    {
        if (returns is [var only])
        {
            Emit.Block = only.From;
            Emit.State = only.State;
            return only.Stack.FirstOrDefault();
        }

        if (returns.Count == 0)
        {
            throw Kernel.Locate(new ConstructException("never returns", "End the loop at some time."), il.Method, current.Offset);
        }

        Block behind = Emit.AddBlock();
        foreach (Edge edge in returns)
        {
            Emit.Block = edge.From;
            Emit.Branch(behind);
        }

        Emit.Block = behind;
        Emit.State = LocalState.Meet([.. returns.Select(r => r.State)]);
        return Join(returns).FirstOrDefault();
    }

    /// <summary>Makes one value of those that the edges bring, place by place.</summary>
    private StackValue[] Join(List<Edge> edges)
    {
        if (edges.Count == 1)
        {
            return edges[0].Stack;
        }

        var result = new StackValue[edges[0].Stack.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Join(edges, [.. edges.Select(e => e.Stack[i])]);
        }

        return result;
    }

    private StackValue Join(List<Edge> edges, StackValue[] values)
    {
        StackValue first = values[0];
        if (Array.TrueForAll(values, first.Equals))
        {
            return first;
        }

        if (Array.TrueForAll(values, v => v is ScalarValue))
        {
            return new ScalarValue(JoinScalars(edges, [.. values.Select(v => ((ScalarValue)v).Value)]));
        }

        if (first is AggregateValue aggregate && Array.TrueForAll(values, v => v is AggregateValue a && a.Leaves.Length == aggregate.Leaves.Length))
        {
            var leaves = new Value[aggregate.Leaves.Length];
            for (int i = 0; i < leaves.Length; i++)
            {
                leaves[i] = JoinScalars(edges, [.. values.Select(v => ((AggregateValue)v).Leaves[i])]);
            }

            return new AggregateValue(aggregate.Type, leaves);
        }

        throw Array.Exists(values, v => v is NullToken) ? Rejection.Null() : Rejection.Object(typeof(object));
    }

    private Value JoinScalars(List<Edge> edges, Value[] values)
    {
        if (Array.TrueForAll(values, v => ReferenceEquals(v, values[0])))
        {
            return values[0];
        }

        IrType type = CommonType(values);
        PhiInstruction? phi = null;
        for (int i = 0; i < values.Length; i++)
        {
            Emit.CheckEscape(values[i]);
            Value value = values[i].Type == type || type.IsPointer ? values[i] : ConvertAtEnd(edges[i].From, values[i], type);
            phi ??= Emit.Phi(type);
            // A conditional branch whose both ways lead here is one predecessor.
            if (!phi.Sources.Contains(edges[i].From))
            {
                phi.AddIncoming(edges[i].From, value);
            }
        }

        Debug.Assert(phi is not null, "There is at least one value.");
        return phi;
    }

    /// <summary>Bools may meet CIL's 0 and 1, and pointers may differ in where they point.</summary>
    private static IrType CommonType(Value[] values)
    {
        IrType[] types = [.. values.Select(v => v.Type).Distinct()];
        if (types.Length == 1)
        {
            return types[0];
        }

        if (Array.TrueForAll(types, t => t.IsPointer))
        {
            return IrType.Pointer(AddressSpace.Generic);
        }

        if (Array.TrueForAll(types, t => t.Kind is ScalarKind.Bool or ScalarKind.Int32))
        {
            return Array.TrueForAll(values, v => v.Type == IrType.Bool || v is Constant { Bits: 0 or 1 }) ? IrType.Bool : IrType.Int32;
        }

        return types.MaxBy(t => t.Size);
    }

    private Value ConvertAtEnd(Block block, Value value, IrType type)
    {
        if (value is Constant c && type == IrType.Bool)
        {
            return Emit.Bool(!c.IsZero);
        }

        ConvertOp op = value.Type == IrType.Bool ? ConvertOp.ZeroExtend
            : value.Type.IsFloat ? ConvertOp.FloatToFloat
            : value.Type.IsPointer ? ConvertOp.PointerToInt
            : ConvertOp.SignExtend;
        var conversion = new ConvertInstruction(op, value, type) { Location = Emit.Location };
        block.InsertAtEnd(conversion);
        return conversion;
    }
}
