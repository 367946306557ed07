using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.SketchFactors;

namespace Panther.Nn;

/// <summary>
/// The fixed factors U1 (r×out) and U2 (in×r) of a sketched product: random signs times a number. They are a function of a key and of their place, drawn where they are needed, and stored nowhere.
/// </summary>
/// <param name="Key">The key, a state of the layer.</param>
/// <param name="Scale">The magnitude of all elements.</param>
internal readonly record struct SketchSigns<T>(Tensor<T> Key, double Scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const uint FirstNumber = 0;
    private const uint SecondNumber = 1;

    /// <summary>Draws a key, as eight elements.</summary>
    public static Tensor<T> DrawKey(Device device, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        PhiloxBlock bits = Philox4x32.At(random.Take(), 0, 0);
        return Tensor<T>.Create(device, SignBits.Bytes<T>(bits.X | ((ulong)bits.Y << 32)), [SignBits.KeyLength]);
    }

    /// <summary>[S1 | U2], in×2r.</summary>
    /// <param name="first">S1, in×r.</param>
    public HalfTrainedFactor<T> Beside(Tensor<T> first) => new(first.Contiguous(), false, true, Key, SecondNumber, Scale);

    /// <summary>[U1; S2]ᵀ, out×2r.</summary>
    /// <param name="second">S2, r×out.</param>
    public HalfTrainedFactor<T> Above(Tensor<T> second) => new(second.Contiguous(), true, false, Key, FirstNumber, Scale);

    /// <summary>U1ᵀ, out×r, without a tape.</summary>
    public Tensor<T> FirstTransposed(DeviceStream stream, long outputs, long rank) => Draw(stream, outputs, rank, FirstNumber);

    /// <summary>U2, in×r, without a tape.</summary>
    public Tensor<T> Second(DeviceStream stream, long inputs, long rank) => Draw(stream, inputs, rank, SecondNumber);

    private Tensor<T> Draw(DeviceStream stream, long places, long rank, uint number)
    {
        Tensor<T> result = Tensor<T>.Allocate(stream, null, [places, rank]);
        var factor = new SketchFactor<T>(new MatrixOperand<T>(default, places, rank, rank), true, Key.Elements, number, T.CreateChecked(Scale));
        SketchFactorProduct.Draw(stream, factor, 0, places, result.Elements);
        return result;
    }
}
