namespace Panther.Jit.Runtime;

/// <summary>What a capture recorded.</summary>
/// <param name="Device">The device that it is for.</param>
/// <param name="Commands">The work, in order.</param>
/// <param name="Held">The memory that it uses; each was held once for it.</param>
internal sealed record RecordedWork(Device Device, IReadOnlyList<RecordedCommand> Commands, IReadOnlyList<DeviceAllocation> Held)
{
    /// <summary>The number of kernels in it.</summary>
    public int Launches { get; } = Commands.Count(command => command is RecordedCommand.Launch);

    /// <summary>What stands for it in messages.</summary>
    public string Name { get; } =
        $"graph of {Commands.Count} operations, first {Commands.OfType<RecordedCommand.Launch>().FirstOrDefault()?.Name ?? "no kernel"}";

    /// <summary>Lets go of the memory.</summary>
    public void Release()
    {
        foreach (DeviceAllocation allocation in Held)
        {
            allocation.Release();
        }
    }
}
