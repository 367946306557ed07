using System.Numerics;
using System.Runtime.CompilerServices;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Attention;
using Panther.Kernels.Convolution;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Hadamard;
using Panther.Kernels.Random;
using Panther.Kernels.Rows;
using Panther.Kernels.Sketch.Dense;
using Panther.Kernels.Sketch.Hadamard;
using Panther.Kernels.Sketch.Sparse;
using Panther.Kernels.SketchFactors;
using Panther.Kernels.Transpose;

namespace Panther.Tests.Kernels.Limits;

/// <summary>Work of every family whose launchers choose among forms, of sizes that make them choose differently. The operands of all are the same memory: for kernels that do nothing.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="stream">The stream to enqueue on.</param>
/// <param name="memory">Room for vectors and short matrices.</param>
internal sealed partial class LaunchCases<T>(DeviceStream stream, ArrayView<T> memory)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public IEnumerable<(string Name, Action Enqueue)> All() =>
    [
        .. Products(), .. DrawnProducts(), .. Convolved(), .. SketchFactors(), .. Solves(), .. Attended(), .. Rows(), .. Sketches(), .. Transforms(),
        .. Reductions(), .. Factorisations(),
    ];

    private IEnumerable<(string, Action)> Products()
    {
        foreach ((long m, long n, long k) in ((long, long, long)[])
            [
                (4096, 4096, 4096), (2048, 266, 4096), (266, 266, 16384), (128, 512, 784), (128, 10, 512), (4096, 384, 384), (1, 1, 1), (4096, 136, 1024), (512, 48, 300), (300, 65, 2000),
                (100000, 4, 64), (64, 100000, 3),
            ])
        {
            yield return ($"product {m}×{k}×{n}", () => MatrixProduct.Enqueue(stream, T.One, Matrix(m, k), Matrix(k, n), T.Zero, Matrix(m, n)));
            yield return ($"product {k}ᵀ×{m}×{n}", () => MatrixProduct.Enqueue(stream, T.One, Matrix(k, m).Transposed, Matrix(k, n), T.One, Matrix(m, n)));
        }

        yield return ("product with row 128×784×512", () => MatrixProduct.EnqueueWithRow(stream, Matrix(128, 784), Matrix(784, 512), memory.SubView(0, 512), Matrix(128, 512)));
        yield return ("gram 16384×138", () => MatrixProduct.Gram(stream, Matrix(16384, 138), Matrix(138, 138)));
        yield return ("gram 2048×1024", () => MatrixProduct.Gram(stream, Matrix(2048, 1024), Matrix(1024, 1024)));
        yield return (
            "batch 48×128×64×128",
            () => BatchedProduct.Enqueue(stream, Matrix(128, 64), Matrix(64, 128), Matrix(128, 128), new GemmBatch(48, 1, 0, 8192, 0, 8192, 0, 16384)));
        yield return (
            "batch 70000×8×8×8", () => BatchedProduct.Enqueue(stream, Matrix(8, 8), Matrix(8, 8), Matrix(8, 8), new GemmBatch(70000, 1, 0, 0, 0, 0, 0, 0)));
    }

    private IEnumerable<(string, Action)> DrawnProducts()
    {
        foreach ((long rows, long places, long columns) in ((long, long, long)[])[(266, 4096, 512), (266, 4096, 100), (40, 4096, 100), (138, 16384, 64)])
        {
            yield return ($"drawn {rows}×{places}×{columns}", () => Drawn(Matrix(places, columns), Matrix(rows, columns)));
        }
    }

    private void Drawn(MatrixOperand<T> source, MatrixOperand<T> destination)
    {
        if (typeof(T) == typeof(float))
        {
            DrawnProduct.Enqueue<float, NormalSingle>(stream, new RandomStream(1), 0, false, 1, Of<float>(source), 0, Of<float>(destination));
        }
        else
        {
            DrawnProduct.Enqueue<double, NormalDouble>(stream, new RandomStream(1), 0, false, 1, Of<double>(source), 0, Of<double>(destination));
        }
    }

    private IEnumerable<(string, Action)> Convolved()
    {
        foreach ((int groups, int inputs, int outputs, int kernel, int padding, int stride) in ((int, int, int, int, int, int)[])
            [(1, 3, 32, 3, 1, 1), (1, 32, 64, 3, 1, 1), (1, 64, 128, 3, 1, 2), (1, 64, 128, 3, 0, 1), (1, 128, 70, 1, 0, 1), (16, 1, 1, 3, 1, 1), (4, 8, 4, 3, 1, 1), (1, 1, 8, 5, 2, 1), (1, 16, 1, 3, 1, 1)])
        {
            var window = new Extent2(kernel, kernel);
            int extent = ((28 + (2 * padding) - kernel) / stride) + 1;
            var shape = new ConvolutionShape
            {
                Images = 8,
                Groups = groups,
                InputChannels = inputs,
                OutputChannels = outputs,
                Input = new(28, 28),
                Output = new(extent, extent),
                Kernel = window,
                Stride = new(stride, stride),
                Padding = new(padding, padding),
                Dilation = new(1, 1),
            };
            string name = $"{groups}×({inputs} to {outputs}) {kernel}×{kernel}, {padding}, {stride}";
            yield return ($"convolution {name}", () => Convolutions.Forward(stream, shape, memory, memory, default, memory));
            yield return ($"transposed convolution {name}", () => Convolutions.Transposed(stream, shape, memory, memory, default, memory));
            yield return ($"weights of convolution {name}", () => Convolutions.Weights(stream, shape, memory, memory, memory));
        }
    }

    private IEnumerable<(string, Action)> SketchFactors()
    {
        foreach ((long rows, long places, long rank) in ((long, long, long)[])[(32, 512, 16), (128, 512, 64), (2048, 2048, 128), (1000, 100, 20)])
        {
            var factor = new SketchFactor<T>(Matrix(places, rank), true, memory, 1, T.One);
            yield return ($"sketch factor {rows}×{places}×{rank}", () => SketchFactorProduct.Multiply(stream, memory, rows, factor, memory));
            yield return ($"transposed sketch factor {rows}×{places}×{rank}", () => SketchFactorProduct.MultiplyTransposed(stream, memory, rows, factor, default, memory));
        }
    }

    private IEnumerable<(string, Action)> Solves()
    {
        foreach ((long order, long sides) in ((long, long)[])[(32, 100), (200, 100), (200, 10000)])
        {
            yield return ($"solve {order}×{sides}", () => TriangularSolve.Left(stream, true, Matrix(order, order), Matrix(order, sides), mayInvert: true));
        }
    }

    private IEnumerable<(string, Action)> Attended()
    {
        foreach (int size in (int[])[20, 32, 64, 80, 128])
        {
            var operand = new AttentionOperand<T> { Elements = memory, BatchStride = 100 * size, HeadStride = 100 * size, RowStride = size };
            var a = new AttentionArguments<T>
            {
                Query = operand,
                Key = operand,
                Value = operand,
                Output = operand,
                Gradient = operand,
                QueryGradient = operand,
                KeyGradient = operand,
                ValueGradient = operand,
                LogSums = memory,
                Deltas = memory,
                Scale = T.One,
                Batches = 1,
                Heads = 4,
                Queries = 100,
                Keys = 100,
                HeadSize = size,
                ValueSize = size,
            };
            yield return ($"attention of {size}", () => Attentions.Forward(stream, a));
            yield return ($"gradient of attention of {size}", () => Attentions.Backward(stream, a));
        }
    }

    private IEnumerable<(string, Action)> Rows()
    {
        foreach (int columns in (int[])[10, 257, 1024, 4096, 20000, 32768, 100000])
        {
            var rows = new RowMatrix<T>(memory, 4, columns);
            yield return ($"softmax of {columns}", () => Softmax.Apply(stream, rows, rows));
            yield return ($"normalisation of {columns}", () => RowNormalization.LayerNorm(stream, rows, default, default, T.One, rows));
            yield return ($"gradient of normalisation of {columns}", () => RowGradients.Normalization<T, ByMeanSquare>(stream, rows, rows, default, T.One, rows));
            if (RowPlan.FitSeveral<T>(stream.Device, columns))
            {
                yield return (
                    $"all gradients of normalisation of {columns}",
                    () => RowGradients.All<T, ByMeanSquare>(stream, rows, rows, default, T.One, rows, memory.SubView(0, 2 * columns)));
            }

            var features = new FeatureArguments<T> { Elements = memory, Terms = memory, Largest = memory, Heads = 2, Rows = 3, Features = columns };
            yield return ($"features of keys {columns}", () => FeatureMaps.OfKeys(stream, features));
            yield return ($"features of queries {columns}", () => FeatureMaps.OfQueries(stream, features));
        }
    }

    private IEnumerable<(string, Action)> Sketches()
    {
        foreach ((int order, long rows, long places, long columns) in ((int, long, long, long)[])[(13, 100, 1 << 14, 64), (13, 100, 1 << 13, 1), (10, 50, 1 << 10, 64), (15, 100, 1 << 15, 8)])
        {
            yield return (
                $"srht {rows}×{places}×{columns} by 2^{order}",
                () => new HadamardSketch<T>(new RandomStream(1), rows, places, order, T.One).Multiply(stream, Matrix(places, columns), 0, T.Zero, Matrix(rows, columns)));
        }

        foreach ((long rows, long places, int nonzeros, long columns) in ((long, long, int, long)[])[(300, 10000, 8, 64), (300, 10000, 1, 5), (5000, 100000, 4, 8)])
        {
            yield return (
                $"sparse sketch {rows}×{places} of {nonzeros}×{columns}",
                () => PartitionedSketch<T>.ByColumns(new RandomStream(1), rows, places, nonzeros, 1).Multiply(stream, Matrix(places, columns), 0, T.Zero, Matrix(rows, columns)));
        }
    }

    private IEnumerable<(string, Action)> Transforms()
    {
        foreach (int order in (int[])[3, 8, 10, 12, 14, 17])
        {
            var row = new RowMatrix<T>(memory, 2, 1L << order);
            var column = new RowMatrix<T>(memory, 1L << order, 3);
            yield return ($"walsh-hadamard of rows 2^{order}", () => WalshHadamard.TransformRows(stream, row, row, T.One));
            yield return ($"walsh-hadamard of columns 2^{order}", () => WalshHadamard.TransformColumns(stream, column, column, T.One));
        }

        var source = new RowMatrix<T>(memory, 300, 500);
        yield return ("transposition", () => Transposition.Transpose(stream, source, new RowMatrix<T>(memory, 500, 300)));
        yield return ("scaling of rows", () => MatrixOperations.ScaleRows(stream, memory.SubView(0, 300), source, source));
    }

    /// <summary>A matrix that claims more memory than it has: launchers of products leave that to their callers.</summary>
    private MatrixOperand<T> Matrix(long rows, long columns) => MatrixOperand<T>.Dense(memory, rows, columns);

    private static MatrixOperand<TOther> Of<TOther>(MatrixOperand<T> operand)
        where TOther : unmanaged
        => Unsafe.BitCast<MatrixOperand<T>, MatrixOperand<TOther>>(operand);
}
