namespace Panther.Jit.Runtime;

/// <summary>A graph for a device whose driver has none: the commands are enqueued one after another.</summary>
internal sealed class ReplayedGraph(RecordedWork work) : LaunchGraph(work)
{
    private protected override void Enqueue(DeviceStream stream)
    {
        IReadOnlyList<RecordedCommand> commands = Work.Commands;
        for (int i = 0; i < commands.Count; i++)
        {
            commands[i].Enqueue(stream);
        }
    }
}
