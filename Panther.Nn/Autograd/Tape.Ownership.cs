using System.Numerics;

namespace Panther.Nn;

/// <content>Memory that outlives the tape that it was allocated on.</content>
public sealed partial class Tape
{
    /// <summary>Hands memory over to another tape, if it is this one's.</summary>
    private void GiveUp(Storage storage, Tape heir)
    {
        if (storages.Remove(storage))
        {
            heir.Own(storage);
        }
    }

    /// <summary>A result as a tensor without a tape, which its maker disposes: with its memory if that is this tape's, else a copy.</summary>
    /// <exception cref="InvalidOperationException">The result depends on a parameter, whose gradient would be lost.</exception>
    internal Tensor<T> Release<T>(Tensor<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.Node is not null)
        {
            throw Tensor<T>.LostGradient();
        }

        if (storages.Remove(result.Storage))
        {
            return result.OnTape(null, null);
        }

        Tensor<T> copy = Tensor<T>.Allocate(Stream, null, result.Shape);
        copy.Fill(result);
        return copy;
    }
}
