using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>
/// Where the group's memory lies. Up to <see cref="StaticLimit"/> bytes each allocation is a variable of the module; above, all
/// of them lie at the front of the dynamic shared memory, which the driver lets grow further.
/// </summary>
internal sealed class SharedLayout
{
    /// <summary>The most bytes that a module may reserve statically.</summary>
    public const int StaticLimit = 48 * 1024;

    /// <summary>The least alignment of the dynamic shared memory in bytes.</summary>
    private const int LeastAlignment = 16;

    /// <summary>The name of the dynamic shared memory.</summary>
    public const string DynamicName = "dynamic_shared";

    private readonly Dictionary<AllocaInstruction, AddressOperand> addresses = [];
    private readonly List<(string Name, AllocaInstruction Allocation)> variables = [];

    public SharedLayout(KernelFunction function)
    {
        AllocaInstruction[] allocations =
            [.. function.Blocks.SelectMany(b => b.Instructions).OfType<AllocaInstruction>().Where(a => a.Space == AddressSpace.Shared)];
        AllocaInstruction[] fixedSize = [.. allocations.Where(a => !a.IsDynamic && a.HasUsers)];
        DynamicAlignment = Math.Max(LeastAlignment, allocations.Select(a => a.Alignment).DefaultIfEmpty().Max());
        int total = Place(fixedSize, (_, _) => { });
        bool isDynamic = total > StaticLimit;
        Place(fixedSize, (allocation, offset) =>
        {
            string name = isDynamic ? DynamicName : $"shared{variables.Count}_{PtxName.Of(allocation.Name)}";
            addresses.Add(allocation, new AddressOperand(new TextOperand(name), isDynamic ? offset : 0));
            if (!isDynamic)
            {
                variables.Add((name, allocation));
            }
        });
        StaticBytes = isDynamic ? 0 : total;
        ExtraDynamicBytes = isDynamic ? Align(total, DynamicAlignment) : 0;
        UsesDynamic = isDynamic || allocations.Any(a => a.IsDynamic)
            || function.Blocks.SelectMany(b => b.Instructions).Any(i => i is DynamicSharedSizeInstruction);
        foreach (AllocaInstruction allocation in allocations.Where(a => a.IsDynamic))
        {
            addresses.Add(allocation, new AddressOperand(new TextOperand(DynamicName), ExtraDynamicBytes));
        }
    }

    /// <summary>Gets the alignment of the dynamic shared memory in bytes.</summary>
    public int DynamicAlignment { get; }

    public int StaticBytes { get; }

    public int ExtraDynamicBytes { get; }

    public bool UsesDynamic { get; }

    /// <summary>Gets the declarations of the static variables.</summary>
    public IEnumerable<string> Declarations =>
        variables.Select(v => $".shared .align {v.Allocation.Alignment} .b8 {v.Name}[{v.Allocation.Size}];");

    /// <summary>Returns the address of an allocation that somebody uses.</summary>
    public AddressOperand Address(AllocaInstruction allocation) => addresses[allocation];

    private static int Place(AllocaInstruction[] allocations, Action<AllocaInstruction, int> place)
    {
        long end = 0;
        foreach (AllocaInstruction allocation in allocations)
        {
            long offset = Align(end, allocation.Alignment);
            place(allocation, checked((int)offset));
            end = offset + allocation.Size;
        }

        return checked((int)end);
    }

    private static int Align(long value, int alignment) => checked((int)((value + alignment - 1) / alignment * alignment));
}
