using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Core;

/// <summary>
/// An orthonormal basis Q = [Q₁ Q₂ …] of what a matrix does to random vectors, grown block by block, with P = AᵀQ: A ≈ Q Pᵀ.
/// </summary>
/// <remarks>
/// A block is that of a randomized range finder (Halko, Martinsson and Tropp, SIAM Review 53, 2011, algorithm 4.4) for what the blocks before it leave of A (Yu, Gu and Li, SIAM
/// J. Matrix Anal. Appl. 39, 2018, algorithm 2), or the next of a Krylov space. A few more columns G ride along in the first product: what A - Q Pᵀ does to them measures
/// the error, since nothing else uses G.
/// </remarks>
internal sealed class RangeBasis<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Products take columns by so many at a time: up to there further ones are free.
    private const int FreeColumns = 48;
    private const int FewestProbes = 6;
    private const int MostProbes = 10;

    private const uint SketchStream = 0;
    private const uint ProbeStream = 1;

    private readonly ScaledProducts<T> a;
    private readonly DeviceStream stream;
    private readonly ulong seed;
    private readonly DisposalList owned = new();
    private readonly List<(MatrixOperand<T> Q, MatrixOperand<T> P)> blocks = [];
    private MatrixOperand<T> probes;
    private MatrixOperand<T> residual;
    private double capturedSquare;

    /// <summary>Starts with no vectors.</summary>
    public RangeBasis(ScaledProducts<T> a, ulong seed)
    {
        (this.a, this.seed) = (a, seed);
        stream = a.Stream;
    }

    /// <summary>Gets the number of random vectors that measure the error.</summary>
    public int Probes { get; private set; }

    /// <summary>Gets the vectors.</summary>
    public int Columns { get; private set; }

    /// <summary>Gets the most robust way of orthonormalisation that was needed.</summary>
    public Orthonormalization Method { get; private set; }

    /// <summary>Gets the norm of the matrix in units of the scaled one: known, or estimated from its first product.</summary>
    public double Norm { get; private set; }

    /// <summary>Gets ‖A G - Q Pᵀ G‖ / √probes, the root of an unbiased estimate of ‖A - Q Pᵀ‖².</summary>
    public double ProbedError => Magnitude.Of(stream, residual.Elements).Norm / Math.Sqrt(Probes);

    /// <summary>Gets ‖A‖² - ‖P‖², which is ‖A - Q Pᵀ‖² without rounding (Yu, Gu and Li, theorem 1); NaN where the norm is not known.</summary>
    public double RemainingSquare => a.Norm is null ? double.NaN : (Norm * Norm) - capturedSquare;

    /// <summary>Adds the range of what is left of A, found with power iterations.</summary>
    public void AddRandom(int width, int powerIterations)
    {
        MatrixOperand<T> q = Reserve(a.Rows, width);
        MatrixOperand<T> p = Reserve(a.Columns, width);
        using var qr = new PanelOrthonormalizer<T>(stream, Math.Max(a.Rows, a.Columns), width);
        using var conditioner = new PanelConditioner<T>(stream, width);
        using DeviceBuffer<T> spare = stream.Device.Allocate<T>(powerIterations > 0 ? checked(Math.Max(a.Rows, a.Columns) * width) : 0, stream);
        Sample(width, q, qr, powerIterations > 0 ? conditioner : null);
        for (int i = 1; i <= powerIterations && Norm > 0; i++)
        {
            MatrixOperand<T> image = MatrixOperand<T>.Dense(spare.View.SubView(0, a.Columns * width), a.Columns, width);
            a.MultiplyTransposed(q, image);
            Condition(conditioner, qr, image, p);
            image = MatrixOperand<T>.Dense(spare.View.SubView(0, a.Rows * width), a.Rows, width);
            a.Multiply(p, image);
            if (blocks.Count > 0)
            {
                OrthonormalizeAgainst(image, q, qr);
            }
            else if (i < powerIterations)
            {
                Condition(conditioner, qr, image, q);
            }
            else
            {
                qr.Orthonormalize(image, q);
            }
        }

        Add(q, p, qr.Method);
    }

    /// <summary>Adds A Aᵀ times the last block: the next block of the Krylov space.</summary>
    public void AddKrylov(int width)
    {
        MatrixOperand<T> q = Reserve(a.Rows, width);
        MatrixOperand<T> p = Reserve(a.Columns, width);
        using var qr = new PanelOrthonormalizer<T>(stream, Math.Max(a.Rows, a.Columns), width);
        qr.Orthonormalize(Leading(blocks[^1].P, width), p);
        a.Multiply(p, q);
        OrthonormalizeAgainst(q, q, qr);
        Add(q, p, qr.Method);
    }

    /// <summary>Returns Pᵀ's factors: Q Pᵀ = (Q right) diag(values) (basis left)ᵀ.</summary>
    public RangeSvd<T> Decompose()
    {
        MatrixOperand<T> p = blocks.Count == 1 ? blocks[0].P : Joined();
        using DeviceBuffer<T> triangle = stream.Device.Allocate<T>((long)Columns * Columns, stream);
        using (var qr = new PanelOrthonormalizer<T>(stream, a.Columns, Columns))
        {
            qr.Factorize(p, p, new RowMatrix<T>(triangle.View, Columns, Columns));
            Note(qr.Method);
        }

        return new RangeSvd<T>(stream, triangle.View, [.. blocks.Select(block => block.Q)], p);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    private static void Condition(PanelConditioner<T> conditioner, PanelOrthonormalizer<T> qr, MatrixOperand<T> source, MatrixOperand<T> destination)
    {
        if (!conditioner.TryCondition(source, destination))
        {
            qr.Orthonormalize(source, destination);
        }
    }

    /// <summary>q = orth(A Ω - Q Pᵀ Ω), where a conditioner is given just a good basis of it; the probes ride along the first time.</summary>
    private void Sample(int width, MatrixOperand<T> q, PanelOrthonormalizer<T> qr, PanelConditioner<T>? conditioner)
    {
        bool isFirst = blocks.Count == 0;
        if (isFirst)
        {
            Probes = Math.Clamp(FreeColumns - (width % FreeColumns), FewestProbes, MostProbes);
            probes = Reserve(a.Columns, Probes);
            residual = Reserve(a.Rows, Probes);
        }

        int drawn = isFirst ? width + Probes : width;
        using DeviceBuffer<T> test = stream.Device.Allocate<T>(checked(a.Columns * drawn), stream);
        MatrixOperand<T> tested = MatrixOperand<T>.Dense(test.View, a.Columns, drawn);
        RandomMatrix.FillNormal(stream, test.View, a.Columns, width, drawn, new RandomStream(seed, SketchStream), Columns);
        if (!isFirst)
        {
            a.Multiply(tested, q);
            foreach ((MatrixOperand<T> basis, MatrixOperand<T> image) in blocks)
            {
                Subtract(basis, image, tested, q);
            }

            qr.Orthonormalize(q, q);
            ProjectOut(q);
            qr.Orthonormalize(q, q);
            return;
        }

        RandomMatrix.FillNormal(stream, test.View.SubView(width), a.Columns, Probes, drawn, new RandomStream(seed, ProbeStream), 0);
        using DeviceBuffer<T> image0 = stream.Device.Allocate<T>(checked(a.Rows * drawn), stream);
        MatrixOperand<T> imaged = MatrixOperand<T>.Dense(image0.View, a.Rows, drawn);
        a.Multiply(tested, imaged);
        MatrixOperations.Copy(stream, Part(tested, width, Probes), Part(probes, 0, Probes));
        MatrixOperations.Copy(stream, Part(imaged, width, Probes), Part(residual, 0, Probes));
        Measure(imaged);
        if (Norm > 0 && conditioner is not null)
        {
            Condition(conditioner, qr, Leading(imaged, width), q);
        }
        else if (Norm > 0)
        {
            qr.Orthonormalize(Leading(imaged, width), q);
        }
    }

    /// <exception cref="ArgumentException">The products hold a NaN or an infinity.</exception>
    private void Measure(MatrixOperand<T> imaged)
    {
        if (a.Norm is { } norm)
        {
            Norm = norm / a.Unscale;
            return;
        }

        Norm = InputCheck.Finite(stream, imaged.Elements).Norm / Math.Sqrt(imaged.Columns);
    }

    private void OrthonormalizeAgainst(MatrixOperand<T> panel, MatrixOperand<T> q, PanelOrthonormalizer<T> qr)
    {
        ProjectOut(panel);
        qr.Orthonormalize(panel, q);
        ProjectOut(q);
        qr.Orthonormalize(q, q);
    }

    private void ProjectOut(MatrixOperand<T> panel)
    {
        foreach ((MatrixOperand<T> basis, _) in blocks)
        {
            Subtract(basis, basis, panel, panel);
        }
    }

    private void Add(MatrixOperand<T> q, MatrixOperand<T> p, Orthonormalization method)
    {
        if (Norm > 0)
        {
            a.MultiplyTransposed(q, p);
            Subtract(q, p, probes, residual);
            if (a.Norm is not null)
            {
                double norm = Magnitude.Of(stream, p.Elements).Norm;
                capturedSquare += norm * norm;
            }
        }

        blocks.Add((q, p));
        Columns += (int)q.Columns;
        Note(method);
    }

    private void Note(Orthonormalization method) => Method = method > Method ? method : Method;

    /// <summary>target -= left · (rightᵀ panel).</summary>
    private void Subtract(MatrixOperand<T> left, MatrixOperand<T> right, MatrixOperand<T> panel, MatrixOperand<T> target)
    {
        using DeviceBuffer<T> weights = stream.Device.Allocate<T>(left.Columns * panel.Columns, stream);
        MatrixOperand<T> weight = MatrixOperand<T>.Dense(weights.View, left.Columns, panel.Columns);
        MatrixProduct.Enqueue(stream, T.One, right.Transposed, panel, T.Zero, weight);
        MatrixProduct.Enqueue(stream, -T.One, left, weight, T.One, target);
    }

    private MatrixOperand<T> Joined()
    {
        MatrixOperand<T> joined = Reserve(a.Columns, Columns);
        int first = 0;
        foreach ((_, MatrixOperand<T> p) in blocks)
        {
            MatrixOperations.Copy(stream, Part(p, 0, (int)p.Columns), Part(joined, first, (int)p.Columns));
            first += (int)p.Columns;
        }

        return joined;
    }

    private MatrixOperand<T> Reserve(long rows, int columns) =>
        MatrixOperand<T>.Dense(owned.Add(stream.Device.Allocate<T>(checked(rows * columns), stream)).View, rows, columns);

    private static MatrixOperand<T> Leading(MatrixOperand<T> matrix, int count) => matrix with { StoredColumns = count };

    private static RowMatrix<T> Part(MatrixOperand<T> matrix, int first, int count) =>
        new(matrix.Elements.SubView(first), matrix.Rows, count, matrix.LeadingDimension);
}
