namespace Panther.Jit.IR;

/// <summary>Anything an instruction can take: a constant, a parameter, or the result of an instruction.</summary>
internal abstract class Value(IrType type)
{
    // Most values of a large kernel have one user, many none.
    private List<Instruction>? users;
    private List<int>? operandNumbers;

    /// <summary>Gets or sets the type. Only address-space inference changes it, and only the space of a pointer.</summary>
    public IrType Type { get; set; } = type;

    /// <summary>
    /// Gets the instructions that take this value, one entry for each operand that does. A constant keeps no list: thousands share one,
    /// and nobody replaces it.
    /// </summary>
    public IReadOnlyList<Instruction> Users => users ?? (IReadOnlyList<Instruction>)[];

    public bool HasUsers => users is { Count: > 0 };

    /// <summary>Makes every user take <paramref name="replacement"/> instead.</summary>
    public void ReplaceAllUsesWith(Value replacement)
    {
        if (ReferenceEquals(this, replacement))
        {
            return;
        }

        while (users is { Count: > 0 })
        {
            users[^1].SetOperand(operandNumbers![^1], replacement);
        }
    }

    /// <summary>Takes note of a use; returns its place in the list, by which it can be forgotten without a search.</summary>
    internal int AddUser(Instruction user, int operand)
    {
        if (this is Constant)
        {
            return -1;
        }

        users ??= new List<Instruction>(1);
        operandNumbers ??= new List<int>(1);
        users.Add(user);
        operandNumbers.Add(operand);
        return users.Count - 1;
    }

    /// <summary>Forgets the use at a place; the last one takes the place over.</summary>
    internal void RemoveUser(int place)
    {
        if (this is Constant)
        {
            return;
        }

        int last = users!.Count - 1;
        if (place != last)
        {
            users[place] = users[last];
            operandNumbers![place] = operandNumbers[last];
            users[place].MoveUse(operandNumbers[place], place);
        }

        users.RemoveAt(last);
        operandNumbers!.RemoveAt(last);
    }

    /// <summary>Takes note that a use is another operand of its user by now.</summary>
    internal void RenumberUse(int place, int operand)
    {
        if (this is not Constant)
        {
            operandNumbers![place] = operand;
        }
    }
}
