using System.Numerics;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;
using Panther.Kernels.Transpose;

namespace Panther.Core;

/// <summary>The eigenvalues of a symmetric matrix from Q, the basis of a subspace iteration, and Y = A Q; in units of the scaled matrix until the result.</summary>
/// <remarks>A few more columns G ride along in the first product: what A - V Λ Vᵀ does to them measures the error, and GᵀA G whether A is symmetric.</remarks>
internal sealed class RandomizedEigenComputation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Probes = 10;
    private const uint SketchStream = 0;
    private const uint ProbeStream = 1;

    // Far above what rounding leaves of a symmetric matrix's skew part, in units of √n eps ‖A‖.
    private const double SkewFactor = 100;

    private readonly ScaledProducts<T> a;
    private readonly DeviceStream stream;
    private readonly RandomizedEigenOptions options;
    private readonly int rank;
    private readonly int width;
    private readonly DisposalList owned = new();
    private readonly MatrixOperand<T> probes;
    private readonly MatrixOperand<T> residual;
    private readonly MatrixOperand<T> q;
    private readonly MatrixOperand<T> y;

    public RandomizedEigenComputation(ScaledProducts<T> a, RandomizedEigenOptions options, int rank)
    {
        (this.a, this.options, this.rank) = (a, options, rank);
        stream = a.Stream;
        width = (int)Math.Min(a.SmallerSide, (long)rank + options.Oversampling);
        try
        {
            probes = Reserve<T>(a.Rows, Probes);
            residual = Reserve<T>(a.Rows, Probes);
            q = Reserve<T>(a.Rows, width);
            y = Reserve<T>(a.Rows, width);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static double Epsilon => double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    public DeviceEigenResult<T> Run()
    {
        int iterations = options.PowerIterations + (options.IsPositiveSemidefinite ? 0 : 1);
        a.Plan(1 + iterations);
        double norm;
        using (var qr = new PanelOrthonormalizer<T>(stream, a.Rows, width))
        {
            norm = Start(qr);
            for (int i = 0; i < iterations && norm > 0; i++)
            {
                qr.Orthonormalize(y, q);
                a.Multiply(q, y);
            }
        }

        DeviceMatrix<T> vectors = DeviceMatrix<T>.Allocate(stream.Device, a.Rows, rank);
        try
        {
            double[] values = norm == 0 ? Zero(vectors) : options.IsPositiveSemidefinite ? Nystrom(vectors) : RayleighRitz(vectors);
            return new DeviceEigenResult<T>
            {
                Values = Array.ConvertAll(values, value => T.CreateTruncating(value * a.Unscale)),
                Vectors = vectors,
                Rank = rank,
                Seed = options.Seed,
                Passes = a.Passes,
                ErrorEstimate = Error(vectors, values) * a.Unscale,
                ErrorProbes = Probes,
                FrobeniusNorm = norm * a.Unscale,
            };
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();

    /// <summary>Q = orth(Ω) and Y = A Q.</summary>
    /// <returns>The norm of A, known or estimated.</returns>
    private double Start(PanelOrthonormalizer<T> qr)
    {
        int drawn = width + Probes;
        using DeviceBuffer<T> test = stream.Device.Allocate<T>(checked(a.Rows * drawn), stream);
        using DeviceBuffer<T> image = stream.Device.Allocate<T>(checked(a.Rows * drawn), stream);
        MatrixOperand<T> tested = MatrixOperand<T>.Dense(test.View, a.Rows, drawn);
        MatrixOperand<T> imaged = MatrixOperand<T>.Dense(image.View, a.Rows, drawn);
        RandomMatrix.FillNormal(stream, test.View, a.Rows, width, drawn, new RandomStream(options.Seed, SketchStream));
        RandomMatrix.FillNormal(stream, test.View.SubView(width), a.Rows, Probes, drawn, new RandomStream(options.Seed, ProbeStream));
        qr.Orthonormalize(tested with { StoredColumns = width }, q);
        MatrixOperations.Copy(stream, Rows(q), Part(tested, 0, width));
        a.Multiply(tested, imaged);
        MatrixOperations.Copy(stream, Part(tested, width, Probes), Rows(probes));
        MatrixOperations.Copy(stream, Part(imaged, width, Probes), Rows(residual));
        MatrixOperations.Copy(stream, Part(imaged, 0, width), Rows(y));
        double probed = InputCheck.Finite(stream, residual.Elements).Norm / Math.Sqrt(Probes);
        double norm = a.Norm / a.Unscale ?? probed;
        RequireSymmetry(norm);
        return norm;
    }

    /// <summary>GᵀA G - (GᵀA G)ᵀ has ‖A - Aᵀ‖² as the mean square of its elements off the diagonal.</summary>
    private void RequireSymmetry(double norm)
    {
        MatrixOperand<T> small = Reserve<T>(Probes, Probes);
        MatrixProduct.Enqueue(stream, T.One, probes.Transposed, residual, T.Zero, small);
        double[] s = Host(small);
        double square = 0;
        for (int i = 0; i < Probes; i++)
        {
            for (int j = 0; j < Probes; j++)
            {
                double skew = s[(i * Probes) + j] - s[(j * Probes) + i];
                square += skew * skew;
            }
        }

        double found = Math.Sqrt(square / (Probes * (Probes - 1)));
        if (found > SkewFactor * Epsilon * Math.Sqrt(a.Rows) * norm)
        {
            throw new ArgumentException($"The matrix is not symmetric: it differs from its transpose by about {found / norm:g2} of its norm.");
        }
    }

    private double[] Zero(DeviceMatrix<T> vectors)
    {
        MatrixOperations.Identity(stream, T.One, new RowMatrix<T>(vectors.View, a.Rows, rank));
        return new double[rank];
    }

    /// <summary>V = Q W for the eigenvectors W of QᵀA Q.</summary>
    private double[] RayleighRitz(DeviceMatrix<T> vectors)
    {
        MatrixOperand<T> core = Reserve<T>(width, width), transposed = Reserve<T>(width, width), chosen = Reserve<T>(width, rank);
        MatrixProduct.Enqueue(stream, T.One / (T.One + T.One), q.Transposed, y, T.Zero, core);
        Transposition.Transpose(stream, Rows(core), Rows(transposed));
        VectorOperations.Add(stream, core.Elements, transposed.Elements, core.Elements);
        double[] values = SymmetricEigen.Decompose(stream, Rows(core), Rows(transposed));
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => Math.Abs(values[i])).Take(rank)];
        using DeviceBuffer<int> places = stream.Device.Allocate<int>(order, stream);
        MatrixOperations.GatherColumns(stream, places.View, Rows(transposed), Rows(chosen));
        MatrixProduct.Enqueue(stream, T.One, q, chosen, T.Zero, vectors.Operand);
        return Array.ConvertAll(order, i => values[i]);
    }

    /// <summary>
    /// With Yν = Y + ν Q and QᵀYν = L Lᵀ, the approximation is F Fᵀ - ν for F = Yν L⁻ᵀ = U Σ Zᵀ: eigenvalues Σ² - ν, at least zero, and vectors U.
    /// </summary>
    private double[] Nystrom(DeviceMatrix<T> vectors)
    {
        MatrixOperand<double> basis = Reserve<double>(a.Rows, width), image = Reserve<double>(a.Rows, width), panel = Reserve<double>(a.Rows, width);
        MatrixOperand<double> gram = Reserve<double>(width, width), factor = Reserve<double>(width, width), inverse = Reserve<double>(width, width);
        MatrixOperations.Convert(stream, Rows(q), Rows(basis));
        MatrixOperations.Convert(stream, Rows(y), Rows(image));
        double shift = Factor(basis, image, gram, factor, inverse);
        MatrixProduct.Enqueue(stream, 1, image, inverse.Transposed, 0, panel);
        using (var qr = new PanelOrthonormalizer<double>(stream, a.Rows, width))
        {
            qr.Factorize(panel, panel, Rows(gram));
        }

        double[] values = SmallSvd.Decompose(stream, Rows(gram), Rows(factor), Rows(inverse));
        MatrixProduct.Enqueue(stream, 1, panel, factor, 0, image);
        MatrixOperations.Convert(stream, Part(image, 0, rank), new RowMatrix<T>(vectors.View, a.Rows, rank));
        return [.. values.Take(rank).Select(value => Math.Max(0, (value * value) - shift))];
    }

    /// <summary>Adds the shift to Y and factors QᵀY; the shift starts at √n eps ‖Y‖ and rises as long as rounding makes the matrix indefinite.</summary>
    private double Factor(
        MatrixOperand<double> basis, MatrixOperand<double> image, MatrixOperand<double> gram, MatrixOperand<double> factor, MatrixOperand<double> inverse)
    {
        const int Attempts = 6;
        const double Growth = 10;
        using DeviceBuffer<int> status = stream.Device.Allocate<int>(1, stream);
        double step = Math.Sqrt(a.Rows) * Epsilon * Magnitude.Of(stream, image.Elements).Norm;
        double shift = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            VectorOperations.Axpy(stream, step, basis.Elements, image.Elements);
            shift += step;
            MatrixProduct.Enqueue(stream, 1, basis.Transposed, image, 0, gram);
            Cholesky.Factor(stream, gram.Elements, factor.Elements, inverse.Elements, status.View, width);
            if (status.ToArray(stream)[0] == int.MaxValue)
            {
                return shift;
            }

            step = (Growth - 1) * shift;
        }

        throw new ArgumentException("The matrix is not positive semidefinite.");
    }

    /// <summary>‖A G - V Λ Vᵀ G‖ / √probes.</summary>
    private double Error(DeviceMatrix<T> vectors, double[] values)
    {
        MatrixOperand<T> weights = Reserve<T>(rank, Probes);
        using DeviceBuffer<T> factors = stream.Device.Allocate<T>(Array.ConvertAll(values, T.CreateTruncating), stream);
        MatrixProduct.Enqueue(stream, T.One, vectors.Operand.Transposed, probes, T.Zero, weights);
        MatrixOperations.ScaleRows(stream, factors.View, Rows(weights), Rows(weights));
        MatrixProduct.Enqueue(stream, -T.One, vectors.Operand, weights, T.One, residual);
        return Magnitude.Of(stream, residual.Elements).Norm / Math.Sqrt(Probes);
    }

    private MatrixOperand<TElement> Reserve<TElement>(long rows, int columns)
        where TElement : unmanaged
        => MatrixOperand<TElement>.Dense(owned.Add(stream.Device.Allocate<TElement>(checked(rows * columns), stream)).View, rows, columns);

    private double[] Host(MatrixOperand<T> matrix)
    {
        var values = new T[matrix.Rows * matrix.Columns];
        stream.Copy(matrix.Elements, values);
        return Array.ConvertAll(values, double.CreateTruncating);
    }

    private static RowMatrix<TElement> Rows<TElement>(MatrixOperand<TElement> matrix)
        where TElement : unmanaged
        => Part(matrix, 0, (int)matrix.Columns);

    private static RowMatrix<TElement> Part<TElement>(MatrixOperand<TElement> matrix, int first, int count)
        where TElement : unmanaged
        => new(matrix.Elements.SubView(first), matrix.Rows, count, matrix.LeadingDimension);
}
