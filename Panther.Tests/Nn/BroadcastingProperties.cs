using System.Numerics;
using Panther.Kernels.Pointwise;
using Panther.Nn;

namespace Panther.Tests.Nn;

/// <summary>
/// Broadcasting and views, of random shapes, against plain loops. Elements are small whole numbers, so values and gradients are exact in either type, in any order of summation.
/// </summary>
public sealed class BroadcastingProperties
{
    private const int Cases = 16;

    // Each layout of strides is a kernel of its own, which takes a driver's compiler long.
    private const int DriverCases = 2;

    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Apply_ViewsThatBroadcast_IsTheLoop(string kind)
    {
        AssertCases<double>(kind);
        AssertCases<float>(kind);

        static void AssertCases<T>(string kind)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (int seed = 0; seed < CasesOn(kind); seed++)
            {
                var random = new Random(seed);
                Shape shape = RandomShape(random, 5);
                using var tape = new Tape(TestDevice.Get(kind));
                Operand<T>[] x = [.. Enumerable.Range(0, 3).Select(_ => Operand<T>.Draw(tape, random, Narrowed(random, shape)))];
                Shape result = x.Aggregate(Shape.Scalar, (s, operand) => Shape.Broadcast(s, operand.View.Shape));

                // x·y + z, and y or z by x.
                Tensor<T> sum = Elementwise.Apply(default(ProductSum<T>), x[0].View, x[1].View, x[2].View);
                Tensor<T> choice = x[0].View.Where(x[1].View, x[2].View);
                Assert.Equal(result, sum.Shape);
                int[][] places = [.. x.Select(operand => operand.Places(result))];
                int[] g = Numbers(random, (int)result.Length);
                int[][] ofSum = [.. x.Select(operand => new int[operand.Values.Length])];
                int[][] ofChoice = [.. x.Select(operand => new int[operand.Values.Length])];
                int[] sums = new int[g.Length];
                int[] choices = new int[g.Length];
                for (int i = 0; i < g.Length; i++)
                {
                    (int a, int b, int c) = (places[0][i], places[1][i], places[2][i]);
                    sums[i] = (x[0].Values[a] * x[1].Values[b]) + x[2].Values[c];
                    ofSum[0][a] += g[i] * x[1].Values[b];
                    ofSum[1][b] += g[i] * x[0].Values[a];
                    ofSum[2][c] += g[i];
                    bool isFirst = x[0].Values[a] != 0;
                    choices[i] = isFirst ? x[1].Values[b] : x[2].Values[c];
                    ofChoice[isFirst ? 1 : 2][isFirst ? b : c] += g[i];
                }

                Tensor<T> cotangent = tape.Create<T>([.. g.Select(T.CreateChecked)], result);
                AssertEqual(sums, sum, seed);
                AssertEqual(choices, choice, seed);
                AssertAllEqual(ofSum, tape.Gradients(sum, [.. x.Select(operand => operand.Base)], cotangent), seed);
                AssertAllEqual(ofChoice, tape.Gradients(choice, [.. x.Select(operand => operand.Base)], cotangent), seed);
                AssertEqual([.. x[2].Places(x[2].View.Shape).Select(place => ofSum[2][place])], cotangent.SumTo(x[2].View.Shape), seed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MatMul_BatchesThatBroadcast_AreTheLoop(string kind)
    {
        for (int seed = 0; seed < CasesOn(kind); seed++)
        {
            var random = new Random(1000 + seed);
            Shape batch = RandomShape(random, 3);
            (long m, long k, long n) = (random.Next(1, 5), random.Next(0, 5), random.Next(1, 5));
            using var tape = new Tape(TestDevice.Get(kind));
            var left = Operand<double>.Draw(tape, random, Shape.Create([.. Narrowed(random, batch), m, k]));
            var right = Operand<double>.Draw(tape, random, Shape.Create([.. Narrowed(random, batch), k, n]));
            Tensor<double> product = left.View.MatMul(right.View);
            Shape common = Shape.Broadcast([.. left.View.Shape.SkipLast(2)], [.. right.View.Shape.SkipLast(2)]);
            Assert.Equal([.. common, m, n], product.Shape);
            int[] lefts = left.Places(Shape.Create([.. common, m, k]));
            int[] rights = right.Places(Shape.Create([.. common, k, n]));
            int[] g = Numbers(random, (int)product.Length);
            int[] products = new int[g.Length];
            int[] ofLeft = new int[left.Values.Length];
            int[] ofRight = new int[right.Values.Length];
            for (int i = 0; i < g.Length; i++)
            {
                (long plane, long row, long column) = (i / (m * n), i / n % m, i % n);
                for (long p = 0; p < k; p++)
                {
                    int a = lefts[(((plane * m) + row) * k) + p];
                    int b = rights[(((plane * k) + p) * n) + column];
                    products[i] += left.Values[a] * right.Values[b];
                    ofLeft[a] += g[i] * right.Values[b];
                    ofRight[b] += g[i] * left.Values[a];
                }
            }

            AssertEqual(products, product, seed);
            AssertAllEqual([ofLeft, ofRight], tape.Gradients(product, [left.Base, right.Base], tape.Create<double>([.. g.Select(v => (double)v)], product.Shape)), seed);
        }
    }

    private static int CasesOn(string kind) => kind == "cpu" ? Cases : DriverCases;

    private static Shape RandomShape(Random random, int maxRank) => Shape.Create([.. Enumerable.Range(0, random.Next(maxRank + 1)).Select(_ => (long)random.Next(random.Next(8) == 0 ? 0 : 1, 5))]);

    /// <summary>A shape that broadcasts to another: some extents are 1, and some of the first are missing.</summary>
    private static Shape Narrowed(Random random, Shape shape)
        => Shape.Create([.. shape.Skip(random.Next(3) == 0 ? random.Next(shape.Rank + 1) : 0).Select(extent => random.Next(3) == 0 ? 1 : extent)]);

    private static int[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-3, 4))];

    private static void AssertEqual<T>(int[] expected, Tensor<T> actual, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Assert.True(expected.Select(T.CreateChecked).SequenceEqual(actual.ToArray()), $"seed {seed}: {string.Join(' ', actual.ToArray())} instead of {string.Join(' ', expected)}");

    private static void AssertAllEqual<T>(int[][] expected, Tensor<T>[] actual, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int[] first, Tensor<T> second) in expected.Zip(actual))
        {
            AssertEqual(first, second, seed);
        }
    }

    /// <summary>A view of a tensor of other strides: dimensions in another order, and every second or third element of some.</summary>
    private sealed record Operand<T>(Tensor<T> Base, int[] Values, Tensor<T> View, int[] Strides, int Offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static Operand<T> Draw(Tape tape, Random random, Shape shape)
        {
            int rank = shape.Rank;
            int[] order = [.. Enumerable.Range(0, rank)];
            random.Shuffle(order);
            int[] steps = [.. shape.Select(_ => random.Next(1, 4))];
            int[] starts = [.. shape.Select(_ => random.Next(2))];
            long[] stored = [.. shape.Select((extent, i) => starts[i] + (extent * steps[i]) + random.Next(2))];
            Shape ordered = Shape.Create([.. order.Select(i => stored[i])]);
            int[] values = Numbers(random, (int)ordered.Length);
            Tensor<T> source = tape.Watch(tape.Create<T>([.. values.Select(T.CreateChecked)], ordered));
            Tensor<T> view = source.Permute([.. Enumerable.Range(0, rank).Select(i => Array.IndexOf(order, i))]);
            int[] strides = new int[rank];
            int stride = 1;
            int offset = 0;
            for (int j = rank - 1; j >= 0; j--)
            {
                strides[order[j]] = stride * steps[order[j]];
                offset += stride * starts[order[j]];
                stride *= (int)ordered[j];
            }

            for (int i = 0; i < rank; i++)
            {
                view = view.Slice(i, starts[i], shape[i], steps[i]);
            }

            return new(source, values, view, strides, offset);
        }

        /// <summary>For each place of a shape that the view broadcasts to the number of the element of the base.</summary>
        public int[] Places(Shape result)
        {
            int[] places = new int[result.Length];
            for (int i = 0; i < places.Length; i++)
            {
                long rest = i;
                places[i] = Offset;
                for (int fromEnd = 1; fromEnd <= result.Rank; fromEnd++)
                {
                    long at = rest % result[-fromEnd];
                    rest /= result[-fromEnd];
                    places[i] += fromEnd <= Strides.Length && View.Shape[-fromEnd] != 1 ? (int)at * Strides[^fromEnd] : 0;
                }
            }

            return places;
        }
    }

    private readonly struct ProductSum<T> : IPointwise<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Arity => 3;

        public TReal Evaluate<TReal>(Operands<TReal> x)
            where TReal : unmanaged, IReal<TReal, T>
            => (x.First * x.Second) + x.Third;
    }
}
