using Panther.Jit.Runtime;

namespace Panther.Nn;

/// <summary>
/// The random state of a step that is captured as a graph. Its position is a value on the device, which <see cref="Advance"/> sends before each launch of the graph, so that each draws what the same step
/// would have drawn without a graph, bit for bit.
/// </summary>
/// <remarks>One for each graph, since it counts the operations that the graph has.</remarks>
public sealed class CapturedRandomState : IDisposable
{
    private readonly DeviceStream stream;
    private readonly DeviceBuffer<uint> position;

    /// <summary>Makes a state on a device.</summary>
    /// <param name="stream">The stream on which the graph will be launched.</param>
    /// <param name="state">Where the steps draw from; moved along by <see cref="Advance"/>.</param>
    public CapturedRandomState(DeviceStream stream, RandomState state)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(state);
        this.stream = stream;
        State = state;
        position = stream.Device.Allocate<uint>([state.Position], stream);
        Recorded = new RandomState(state.Seed, 0, position.View);
    }

    /// <summary>Gets where the next launch draws from; to be saved with a checkpoint.</summary>
    public RandomState State { get; }

    /// <summary>Gets the state of tapes that are recorded.</summary>
    internal RandomState Recorded { get; }

    /// <summary>Sends the present position to the device, and moves on behind all that the graph draws. Call it before each launch, outside the graph.</summary>
    public void Advance()
    {
        stream.Copy<uint>([State.Position], position.View);
        State.Skip(Recorded.Position);
    }

    /// <summary>Gives the memory back in stream order; a graph that uses it keeps it.</summary>
    public void Dispose() => position.Dispose();
}
