using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Attention through random features (FAVOR+): memory and time are linear in the length.</summary>
public static class RandomFeatures
{
    /// <summary>What keeps features of <see cref="RandomFeatureKernel.Relu"/> from being all zero.</summary>
    private const double ReluFloor = 1e-3;

    /// <summary>
    /// Draws projections whose rows are orthogonal in blocks of d, each row as long as a row of d normal numbers (Choromanski et al., 2021, section 3.1): with the same
    /// expectation as independent rows, and less variance. The same for a seed on every device.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="features">The number of rows m.</param>
    /// <param name="size">The elements d of a query.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>m×d, without a tape: its maker disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static Tensor<T> DrawProjection<T>(Device device, int features, int size, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => DrawProjection<T>(device, features, size, new RandomStream(seed));

    /// <summary>Draws projections from a stream; see <see cref="DrawProjection{T}(Device, int, int, ulong)"/>.</summary>
    internal static Tensor<T> DrawProjection<T>(Device device, int features, int size, RandomStream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        int blocks = (features + size - 1) / size;
        int rows = blocks * size;
        using DeviceBuffer<double> normal = device.Allocate<double>(2L * rows * size);
        RandomMatrix.Fill<double, NormalDouble>(device.DefaultStream, normal.View, 2L * rows, size, size, 1, stream, 1.0);
        double[] values = normal.ToArray();
        for (int block = 0; block < blocks; block++)
        {
            OrthonormalRows.Orthonormalize(values.AsSpan(block * size * size, size * size), size);
        }

        T[] projection = new T[features * size];
        for (int row = 0; row < features; row++)
        {
            double length = double.Sqrt(Square(values.AsSpan((rows + row) * size, size)));
            for (int i = 0; i < size; i++)
            {
                projection[(row * size) + i] = T.CreateChecked(values[(row * size) + i] * length);
            }
        }

        return Tensor<T>.Create(device, projection, [features, size]);

        static double Square(ReadOnlySpan<double> row)
        {
            double sum = 0;
            foreach (double value in row)
            {
                sum += value * value;
            }

            return sum;
        }
    }

    /// <summary>
    /// Attention whose weights are products of random features φ(query)·φ(key) (Choromanski et al., 2021, equations 4 to 7): φ(Q)·(φ(K)ᵀV), divided by φ(Q)·Σφ(K); the causal form in chunks. Has gradients
    /// of any order.
    /// </summary>
    /// <param name="query">The queries, b×h×n×d.</param>
    /// <param name="key">The keys, b×h×m×d; m = n if causal.</param>
    /// <param name="value">The values, b×h×m×e.</param>
    /// <param name="projection">The projection, features×d: <see cref="DrawProjection{T}(Device, int, int, ulong)"/>. A constant.</param>
    /// <param name="kernel">What the features' products approximate.</param>
    /// <param name="isCausal">Whether query i sees only the keys 0 to i.</param>
    /// <param name="keyMask">Terms that are added to the scores of keys, a constant of a shape that broadcasts to b×h×m; -∞ hides a key. <see langword="null"/> for none.</param>
    /// <returns>b×h×n×e; zeros for a query that sees no key.</returns>
    /// <remarks>
    /// Exponents are shifted by the largest of each feature among keys, which queries take back, and by the largest of each query: both cancel exactly, no power exceeds 1, and the
    /// divisor is at least 1. In the causal form the largest key may lie ahead, so a divisor can be small, and results lose digits where exponents of keys differ by more than 80 in float.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor<T> RandomFeatureAttention<T>(
        this Tensor<T> query,
        Tensor<T> key,
        Tensor<T> value,
        Tensor<T> projection,
        RandomFeatureKernel kernel = RandomFeatureKernel.Softmax,
        bool isCausal = false,
        Tensor<T>? keyMask = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfUnfit(query, key, value, projection, isCausal);
        Tape? tape = keyMask is null ? Tape.Of([query, key, value, projection]) : Tape.Of([query, key, value, projection, keyMask]);
        if (tape is null)
        {
            // What lies between must not be left to nobody.
            using var inner = new Tape(query.Stream);
            Tensor<T> copy = Tensor<T>.ForResult(query.Shape.With(3, value.Shape[3]), query);
            copy.Fill(inner.Use(query).RandomFeatureAttention(key, value, projection, kernel, isCausal, keyMask));
            return copy;
        }

        Tensor<T> mask = (keyMask?.Detach() ?? tape.Zeros<T>([])).Expand([.. key.Shape.Take(3)]).Unsqueeze(3);
        Tensor<T> constant = tape.Use(projection.Detach());
        (Tensor<T> asking, Tensor<T> answering) = kernel == RandomFeatureKernel.Softmax
            ? SoftmaxFeatures(query, key, constant, mask)
            : (ReluFeatures(query, constant), ReluFeatures(key, constant) * mask.Exp());
        Tensor<T> ones = tape.Full(T.One, value.Shape.With(3, 1));
        Tensor<T> values = Joining.Concat(3, value, ones);
        Tensor<T> sums = isCausal ? CausalProduct.Of(asking, answering, values) : asking.MatMul(answering.Transpose().MatMul(values));
        Tensor<T> divisor = sums.Slice(3, value.Shape[3], 1);
        return sums.Slice(3, 0, value.Shape[3]) / (divisor + divisor.Detach().IsEqualTo(tape.Zeros<T>([])));
    }

    private static (Tensor<T> Asking, Tensor<T> Answering) SoftmaxFeatures<T>(Tensor<T> query, Tensor<T> key, Tensor<T> projection, Tensor<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double root = Math.Sqrt(Math.Sqrt(query.Shape[3]));
        Tensor<T> scaled = (projection * T.CreateChecked(1 / root)).Transpose();

        // |query|²/2 is the same for all features of a query, and cancels.
        Tensor<T> norms = key.Square().Sum([3], keepDimensions: true) * T.CreateChecked(0.5 / (root * root));
        Tensor<T> keys = key.MatMul(scaled) + (mask - norms);
        Tensor<T> largest = keys.Detach().Max([2], keepDimensions: true);
        Tensor<T> queries = query.MatMul(scaled) + largest;
        Tensor<T> most = queries.Detach().Max([3], keepDimensions: true);
        return (Elementwise.Apply(default(ShiftedExponential<T>), queries, most), Elementwise.Apply(default(ShiftedExponential<T>), keys, largest));
    }

    private static Tensor<T> ReluFeatures<T>(Tensor<T> x, Tensor<T> projection)
        where T : unmanaged, IFloatingPointIeee754<T>
        => (x.MatMul(projection.Transpose()) * T.CreateChecked(1 / Math.Sqrt(projection.Shape[0]))).Relu() + T.CreateChecked(ReluFloor);

    private static void ThrowIfUnfit(Tensor query, Tensor key, Tensor value, Tensor projection, bool isCausal)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(projection);
        if (query.Rank != 4 || key.Rank != 4 || value.Rank != 4 || projection.Rank != 2
            || !query.Shape.Take(2).SequenceEqual(key.Shape.Take(2)) || !key.Shape.Take(3).SequenceEqual(value.Shape.Take(3))
            || query.Shape[3] != key.Shape[3] || projection.Shape[1] != query.Shape[3] || (isCausal && query.Shape[2] != key.Shape[2]))
        {
            throw new ArgumentException(
                $"Queries, keys and values of shapes {query.Shape}, {key.Shape} and {value.Shape} do not go together with a projection of shape {projection.Shape}.");
        }
    }
}
