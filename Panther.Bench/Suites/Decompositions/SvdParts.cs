using System.Numerics;
using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Core;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Factor;
using Panther.Kernels.Gemm;
using Panther.Kernels.Random;
using Panther.Kernels.Reduce;

namespace Panther.Bench.Suites.Decompositions;

/// <summary>What a randomized SVD of a large matrix is made of, each part on its own.</summary>
internal sealed class SvdParts(Device device, ReportSession session, SvdShape shape, int oversampling) : IDisposable
{
    private const int Probes = 10;

    private readonly int width = shape.Rank + oversampling;
    private readonly DeviceBuffer<float> left = device.Allocate<float>((long)shape.Rows * (shape.Rank + oversampling + Probes));
    private readonly DeviceBuffer<float> right = device.Allocate<float>((long)shape.Columns * (shape.Rank + oversampling + Probes));

    /// <summary>Times the parts.</summary>
    /// <param name="matrix">The matrix.</param>
    public void Run(DeviceMatrix<float> matrix)
    {
        DeviceStream stream = device.DefaultStream;
        Fill(left.View, shape.Rows);
        Fill(right.View, shape.Columns);
        MatrixOperand<float> a = matrix.Operand, q = Panel(left, shape.Rows, width), p = Panel(right, shape.Columns, width);
        MatrixOperand<float> wideQ = Panel(left, shape.Rows, width + Probes), wideP = Panel(right, shape.Columns, width + Probes);
        Time("product", $"{shape.Rows}x{width + Probes}", () => MatrixProduct.Enqueue(stream, 1f, a, wideP, 0f, wideQ));
        Time("product", $"{shape.Rows}x{width}", () => MatrixProduct.Enqueue(stream, 1f, a, p, 0f, q));
        Time("transposed-product", $"{shape.Columns}x{width}", () => MatrixProduct.Enqueue(stream, 1f, a.Transposed, q, 0f, p));
        Time("measure", $"{shape.Rows}x{shape.Columns}", () => Magnitude.Of(stream, matrix.View));
        Fill(left.View, shape.Rows);
        Fill(right.View, shape.Columns);
        Orthonormalize(stream, q);
        Orthonormalize(stream, p);
        using DeviceBuffer<float> core = device.Allocate<float>(width * width), u = device.Allocate<float>(width * width), v = device.Allocate<float>(width * width);
        Fill(core.View, width);
        var square = new RowMatrix<float>(core.View, width, width);
        Time("small-svd", $"{width}", () => SmallSvd.Decompose(stream, square, new RowMatrix<float>(u.View, width, width), new RowMatrix<float>(v.View, width, width)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }

    private void Orthonormalize(DeviceStream stream, MatrixOperand<float> panel)
    {
        int columns = (int)panel.Columns;
        using var qr = new PanelOrthonormalizer<float>(stream, panel.Rows, columns);
        Time("orthonormalize", $"{panel.Rows}x{columns}", () => qr.Orthonormalize(panel, panel));
        using DeviceBuffer<double> wide = device.Allocate<double>(panel.Rows * columns), other = device.Allocate<double>(panel.Rows * columns);
        using DeviceBuffer<double> gram = device.Allocate<double>(columns * columns), l = device.Allocate<double>(columns * columns), inverse = device.Allocate<double>(columns * columns);
        using DeviceBuffer<int> status = device.Allocate<int>(1);
        var source = new RowMatrix<float>(panel.Elements, panel.Rows, columns);
        var target = new RowMatrix<double>(wide.View, panel.Rows, columns);
        Time("orthonormalize: to double", $"{panel.Rows}x{columns}", () => MatrixOperations.Convert(stream, source, target));
        MatrixOperand<double> w = Panel(wide, panel.Rows, columns), o = Panel(other, panel.Rows, columns), g = Panel(gram, columns, columns), i = Panel(inverse, columns, columns);
        Time("orthonormalize: gram", $"{panel.Rows}x{columns}", () => MatrixProduct.Gram(stream, w, g));
        Time("orthonormalize: cholesky", $"{columns}", () => Cholesky.Factor(stream, gram.View, l.View, inverse.View, status.View, columns));
        Time("orthonormalize: two norms", $"{columns}", () => _ = Magnitude.Of(stream, l.View).Norm * Magnitude.Of(stream, inverse.View).Norm);
        Time("orthonormalize: product", $"{panel.Rows}x{columns}", () => MatrixProduct.Enqueue(stream, 1d, w, i.Transposed, 0d, o));
    }

    private void Time(string part, string size, Action enqueue) => session.Compare(
        new ReportCase($"randomized-svd {part}", $"{shape}: {size}", "float", ReportUnit.Milliseconds), StreamClock.Contender(device.DefaultStream, enqueue), []);

    private void Fill(ArrayView<float> panel, int rows) =>
        RandomMatrix.FillNormal(device.DefaultStream, panel.SubView(0, panel.Length / rows * rows), rows, panel.Length / rows, panel.Length / rows, new RandomStream(7));

    private static MatrixOperand<T> Panel<T>(DeviceBuffer<T> buffer, long rows, int columns)
        where T : unmanaged, INumber<T>
        => MatrixOperand<T>.Dense(buffer.View.SubView(0, rows * columns), rows, columns);
}
