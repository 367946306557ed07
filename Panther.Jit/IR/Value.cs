namespace Panther.Jit.IR;

/// <summary>Anything an instruction can take: a constant, a parameter, or the result of an instruction.</summary>
internal abstract class Value(IrType type)
{
    private readonly List<Instruction> users = [];

    /// <summary>Gets or sets the type. Only address-space inference changes it, and only the space of a pointer.</summary>
    public IrType Type { get; set; } = type;

    /// <summary>
    /// Gets the instructions that take this value, one entry for each operand that does. A constant keeps no list: thousands share one,
    /// and nobody replaces it.
    /// </summary>
    public IReadOnlyList<Instruction> Users => users;

    public bool HasUsers => users.Count > 0;

    /// <summary>Makes every user take <paramref name="replacement"/> instead.</summary>
    public void ReplaceAllUsesWith(Value replacement)
    {
        if (ReferenceEquals(this, replacement))
        {
            return;
        }

        while (users.Count > 0)
        {
            users[^1].ReplaceOperand(this, replacement);
        }
    }

    internal void AddUser(Instruction user)
    {
        if (this is not Constant)
        {
            users.Add(user);
        }
    }

    /// <summary>Forgets one use, the latest first: passes mostly undo what they have just done.</summary>
    internal void RemoveUser(Instruction user)
    {
        if (this is Constant)
        {
            return;
        }

        int index = users.LastIndexOf(user);
        users[index] = users[^1];
        users.RemoveAt(users.Count - 1);
    }
}
