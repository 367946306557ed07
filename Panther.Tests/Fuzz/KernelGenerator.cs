namespace Panther.Tests.Fuzz;

/// <summary>Makes a random kernel of a seed.</summary>
internal sealed class KernelGenerator
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private readonly Random random;
    private readonly List<FuzzType> locals = [];
    private readonly List<FuzzType> arrays = [];
    private readonly int structs;
    private readonly int firstFree = KernelShape.Counters;
    private int budget;
    private int loops;

    private KernelGenerator(int seed)
    {
        random = new Random(seed);
        for (int i = 0; i < KernelShape.Counters; i++)
        {
            locals.Add(FuzzType.Int32);
        }

        int count = random.Next(3, 8);
        for (int i = 0; i < count; i++)
        {
            locals.Add(Pick(FuzzTypes.Storable));
        }

        count = random.Next(3);
        for (int i = 0; i < count; i++)
        {
            arrays.Add(Pick(FuzzTypes.Storable));
        }

        structs = random.Next(3);
        budget = random.Next(10, 45);
    }

    public static KernelShape Make(int seed)
    {
        var generator = new KernelGenerator(seed);
        var statements = new List<Statement>();
        while (generator.budget > 0)
        {
            statements.Add(generator.Statement(3));
        }

        for (int slot = 0; slot < KernelShape.Slots; slot++)
        {
            statements.Add(generator.Output(slot, FuzzType.Int64));
            statements.Add(generator.Output(slot, FuzzType.Float64));
        }

        return new KernelShape(generator.locals, generator.arrays, generator.structs, new Body(statements));
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private bool Chance(int percent) => random.Next(100) < percent;

    private WriteOutput Output(int slot, FuzzType type) => new(slot, Value(type, 3));

    private Body Body(int depth)
    {
        var statements = new List<Statement>();
        int count = random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            statements.Add(Statement(depth));
        }

        return new Body(statements);
    }

    private Statement Statement(int depth)
    {
        budget--;
        int choice = random.Next(100);
        if (depth > 0 && choice < 16)
        {
            return new If(Value(FuzzType.Bool, 3), Body(depth - 1), Chance(50) ? Body(depth - 1) : null);
        }

        if (depth > 0 && choice < 28 && loops < KernelShape.Counters - 1)
        {
            return Loop(depth);
        }

        if (depth > 0 && choice < 33)
        {
            Body[] cases = [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => Body(depth - 1))];
            return new Switch(Value(FuzzType.Int32, 2), cases, Body(depth - 1));
        }

        if (depth < 3 && choice < 38)
        {
            // Returning is rare: it hides what follows.
            return new If(Value(FuzzType.Bool, 2), new Body([new Jump(Chance(15) ? "return" : Chance(50) ? "break" : "continue")]), null);
        }

        if (choice < 50 && arrays.Count > 0)
        {
            int array = random.Next(arrays.Count);
            return new AssignElement(array, Index(), Value(arrays[array], 4));
        }

        if (choice < 60 && structs > 0)
        {
            (string path, FuzzType type) = Pick(FuzzLibrary.Fields);
            int target = random.Next(structs);
            return random.Next(4) switch
            {
                0 => new CopyStruct(target, random.Next(structs)),
                1 => new TwistStruct(target, Value(FuzzType.Int32, 2)),
                _ => new AssignField(target, path, Value(type, 4)),
            };
        }

        if (choice < 64)
        {
            return Output(random.Next(KernelShape.Slots), Chance(50) ? FuzzType.Int64 : FuzzType.Float64);
        }

        int local = random.Next(firstFree, locals.Count);
        return new AssignLocal(local, Value(locals[local], 4));
    }

    private For Loop(int depth)
    {
        int counter = loops++;
        Expression bound = Chance(60) ? Literal.Of(FuzzType.Int32, random.Next(0, 9)) : Value(FuzzType.Int32, 2);
        if (bound is Literal { Integer: < 0 or > 8 } large)
        {
            bound = Literal.Of(FuzzType.Int32, large.Integer & 7);
        }

        var loop = new For(counter, bound, 7, Body(depth - 1), Chance(30));
        loops--;
        return loop;
    }

    /// <summary>Often the counter of a loop, so that unrolling makes it a constant.</summary>
    private Expression Index() => loops > 0 && Chance(60) ? new LocalValue(FuzzType.Int32, random.Next(loops))
        : Chance(40) ? Literal.Of(FuzzType.Int32, random.Next(KernelShape.ArrayLength))
        : Value(FuzzType.Int32, 2);

    private Expression Value(FuzzType type, int depth)
    {
        if (depth <= 0 || Chance(15))
        {
            return Leaf(type);
        }

        if (Chance(8))
        {
            return new Choice(type, Value(FuzzType.Bool, depth - 1), Value(type, depth - 1), Value(type, depth - 1));
        }

        if (type == FuzzType.Bool)
        {
            return Truth(depth);
        }

        if (Chance(12) && Called(type, depth) is { } call)
        {
            return call;
        }

        if (type < FuzzType.Int32 || Chance(15))
        {
            return new Cast(type, Value(Pick(FuzzTypes.Arithmetic), depth - 1));
        }

        if (Chance(8))
        {
            return new Prefix(type, type.IsFloat() || Chance(50) ? "-" : "~", Value(type, depth - 1));
        }

        return Arithmetic(type, depth);
    }

    private Operation Arithmetic(FuzzType type, int depth)
    {
        if (type.IsFloat())
        {
            return new Operation(type, Pick(["+", "-", "*", "/", "+", "*", "%"]), Value(type, depth - 1), Value(type, depth - 1));
        }

        string sign = Pick(["+", "-", "*", "&", "|", "^", "<<", ">>", ">>>", "/", "%"]);
        Expression left = Value(type, depth - 1);
        return sign switch
        {
            "<<" or ">>" or ">>>" => new Operation(type, sign, left, Value(FuzzType.Int32, depth - 1)),
            "/" or "%" => new Operation(type, sign, left, Divisor(type, depth - 1)),
            _ => new Operation(type, sign, left, Value(type, depth - 1)),
        };
    }

    /// <summary>Neither zero nor -1.</summary>
    private Expression Divisor(FuzzType type, int depth) => Chance(50)
        ? Literal.Of(type, Pick([1L, 2, 3, 5, 7, 8, 10, 16, 60, 64, 100, 641, 1000, 65536]))
        : new Operation(type, "+", new Operation(type, "&", Value(type, depth), Literal.Of(type, 255)), Literal.Of(type, 1));

    private Expression Truth(int depth)
    {
        int choice = random.Next(10);
        if (choice < 2)
        {
            return new Logic(Chance(50), Value(FuzzType.Bool, depth - 1), Value(FuzzType.Bool, depth - 1));
        }

        if (choice < 3)
        {
            return new Comparison("==", Value(FuzzType.Bool, depth - 1), Literal.Of(FuzzType.Bool, 0));
        }

        FuzzType type = Pick(FuzzTypes.Arithmetic);
        return new Comparison(Pick(Comparisons), Value(type, depth - 1), Value(type, depth - 1));
    }

    private Call? Called(FuzzType type, int depth)
    {
        var methods = FuzzLibrary.Functions.Where(m => m.ReturnType == type.Clr()).ToArray();
        if (methods.Length == 0)
        {
            return null;
        }

        var method = Pick(methods);
        Expression[] arguments = [.. method.GetParameters().Select(p => Value(FuzzTypes.Storable.First(t => t.Clr() == p.ParameterType), depth - 1))];
        return new Call(type, method.Name, arguments);
    }

    private Expression Leaf(FuzzType type)
    {
        var choices = new List<Func<Expression>> { () => Constant(type) };
        for (int i = 0; i < locals.Count; i++)
        {
            int local = i;
            if (locals[i] == type && (i >= firstFree || i < loops))
            {
                choices.Add(() => new LocalValue(type, local));
                choices.Add(() => new LocalValue(type, local));
            }
        }

        for (int i = 0; i < arrays.Count; i++)
        {
            int array = i;
            if (arrays[i] == type)
            {
                choices.Add(() => new ElementValue(type, array, loops > 0 ? new LocalValue(FuzzType.Int32, random.Next(loops)) : Literal.Of(FuzzType.Int32, random.Next(KernelShape.ArrayLength))));
            }
        }

        foreach ((string path, FuzzType field) in FuzzLibrary.Fields)
        {
            if (structs > 0 && field == type)
            {
                choices.Add(() => new FieldValue(type, random.Next(structs), path));
            }
        }

        Expression? input = type switch
        {
            FuzzType.Int32 => Chance(30) ? new ParameterValue(type, Chance(50) ? 0 : 7) : new InputValue(type, 1, InputIndex()),
            FuzzType.Int64 => new InputValue(type, 2, InputIndex()),
            FuzzType.Float32 => Chance(30) ? new ParameterValue(type, 8) : new InputValue(type, 3, InputIndex()),
            FuzzType.Float64 => new InputValue(type, 4, InputIndex()),
            _ => null,
        };
        if (input is not null)
        {
            choices.Add(() => input);
            choices.Add(() => input);
        }

        return Pick(choices)();
    }

    private Expression InputIndex() => Chance(70)
        ? new ParameterValue(FuzzType.Int32, 0)
        : loops > 0 ? new LocalValue(FuzzType.Int32, random.Next(loops)) : Literal.Of(FuzzType.Int32, random.Next(KernelShape.InputLength));

    private Literal Constant(FuzzType type)
    {
        if (type == FuzzType.Bool)
        {
            return Literal.Of(type, random.Next(2));
        }

        if (type.IsFloat())
        {
            double number = Pick([0, -0.0, 1, -1, 0.5, 2, 1e-3, 3.25, 1e10, -7, 1.0 / 3, double.NaN, double.PositiveInfinity, 1e-40, 16777217, random.NextDouble()]);
            return new Literal(type, 0, number);
        }

        long value = Pick([0L, 1, -1, 2, 3, 5, 7, 8, 31, 32, 63, 100, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, random.Next()]);
        return Literal.Of(type, type switch
        {
            FuzzType.Int8 => (sbyte)value,
            FuzzType.UInt8 => (byte)value,
            FuzzType.Int16 => (short)value,
            FuzzType.UInt16 => (ushort)value,
            FuzzType.Int32 => (int)value,
            FuzzType.UInt32 => (uint)value,
            _ => value,
        });
    }
}
