using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Nn;

/// <summary>Attention through random features (FAVOR+): memory and time are linear in the length.</summary>
/// <remarks>The kernels are <see cref="Kernels.Attention.FeatureKernels"/> and <see cref="Kernels.Attention.CausalKernels"/>; products are <see cref="Kernels.Gemm.BatchedProduct"/>.</remarks>
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
    /// <param name="queryMask">0 at queries that shall see nothing, such as padding, and 1 elsewhere, of a shape that broadcasts to b×h×n. <see langword="null"/> for none.</param>
    /// <returns>b×h×n×e; zeros for a query that sees no key.</returns>
    /// <remarks>
    /// Exponents are shifted by the largest of each feature among keys, which queries take back, and by the largest of each query: both cancel exactly, no power exceeds 1, and the
    /// divisor is at least 1. In the causal form the largest key may lie ahead, so a divisor can be small, and results lose digits where exponents of keys differ by more than 80 in float.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kernel.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Tensor<T> RandomFeatureAttention<T>(
        this Tensor<T> query,
        Tensor<T> key,
        Tensor<T> value,
        Tensor<T> projection,
        RandomFeatureKernel kernel = RandomFeatureKernel.Softmax,
        bool isCausal = false,
        Tensor<T>? keyMask = null,
        Tensor<T>? queryMask = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NarrowFloat.Refuse<T>("Attention by random features");
        NumberCheck.Defined(kernel);
        ThrowIfUnfit(query, key, value, projection, isCausal);
        using var scope = new OperationScope(query, key, value, projection, keyMask ?? query, queryMask ?? query);
        Tape tape = scope.Tape;
        (query, key, value) = (tape.Use(query), tape.Use(key), tape.Use(value));
        Tensor<T>? terms = keyMask?.Expand([.. key.Shape.Take(3)]);
        Tensor<T> constant = tape.Use(projection.Detach());
        (Tensor<T> asking, Tensor<T> answering) = kernel == RandomFeatureKernel.Softmax
            ? PositiveFeatures.Of(query, key, constant, terms)
            : (RectifiedFeatures(query, constant), RectifiedFeatures(key, constant));
        if (kernel == RandomFeatureKernel.Relu && terms is not null)
        {
            answering *= terms.Detach().Exp().Unsqueeze(3);
        }

        // A column of ones sums the weights; more of them, so that rows lie in steps of four elements.
        long size = value.Shape[3];
        Tensor<T> values = Joining.Concat(3, value, tape.Full(T.One, value.Shape.With(3, 4 - (size % 4))));
        Tensor<T> sums = isCausal ? CausalProduct.Of(asking, answering, values) : asking.MatMul(answering.Transpose().MatMul(values));

        // Heads side by side in memory: the layer's next product reads them as rows.
        Tensor<T> rows = sums.Permute(0, 2, 1, 3);
        Tensor<T> means = Elementwise.Apply(default(WeightedMean<T>), rows.Slice(3, 0, size), rows.Slice(3, size, 1)).Permute(0, 2, 1, 3);
        return scope.Leave(queryMask is null ? means : queryMask.Expand([.. query.Shape.Take(3)]).Unsqueeze(3).Where(means, tape.Zeros<T>([])));
    }

    private static Tensor<T> RectifiedFeatures<T>(Tensor<T> x, Tensor<T> projection)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Elementwise.Apply(
            new RaisedRectifier<T>(T.CreateChecked(1 / Math.Sqrt(projection.Shape[0])), T.CreateChecked(ReluFloor)), x.MatMul(projection.Transpose().Unsqueeze(0)));

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
