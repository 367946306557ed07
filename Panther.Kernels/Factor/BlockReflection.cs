using System.Numerics;
using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Gemm;
using Panther.Kernels.Launch;

namespace Panther.Kernels.Factor;

/// <summary>The reflections of panels of one matrix in compact form, I - V T Vᵀ; one panel's V is held at a time, and the T of all.</summary>
internal sealed class BlockReflection<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Width = HouseholderKernels.Width;
    private const int GroupsPerMultiprocessor = 2;
    private const int RowsPerThread = 4;

    private readonly DeviceStream stream;
    private readonly int columns;
    private readonly int groups;
    private readonly SpecializedValue<int> lanes;
    private readonly DeviceBuffer<T> vectors;
    private readonly DeviceBuffer<T> scratch;
    private MatrixOperand<T> v;
    private MatrixOperand<T> t;

    /// <summary>Reserves memory for the panels of a matrix.</summary>
    /// <exception cref="NotSupportedException">The device has groups of fewer threads than a panel has columns.</exception>
    public BlockReflection(DeviceStream stream, long rows, int columns)
    {
        this.stream = stream;
        this.columns = columns;
        long most = GroupsPerMultiprocessor * Math.Max(1, stream.Device.MultiprocessorCount);
        lanes = SpecializedValue.New(GroupLimits.Of(stream.Device).MostThreads(Width * HouseholderKernels.MostLanes, Width, "A Householder factorisation") / Width);
        groups = (int)Math.Clamp(rows / (RowsPerThread * lanes), 1, most);
        vectors = stream.Device.Allocate<T>(checked(rows * Width), stream);
        try
        {
            // A Gram matrix, partial sums, a row; 1 / (α - β) and τ of all columns, T of all panels; two products of a panel and the matrix.
            scratch = stream.Device.Allocate<T>((Width * (Width + groups + 1)) + ((2L + (3 * Width)) * (columns + Width)), stream);
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    private ArrayView<T> Gram => scratch.View.SubView(0, Width * Width);

    private ArrayView<T> Partials => scratch.View.SubView(Width * Width, Width * groups);

    private ArrayView<T> DiagonalRow => scratch.View.SubView(Width * (Width + groups), Width);

    private ArrayView<T> PerColumn => scratch.View.SubView(Width * (Width + groups + 1));

    private long PerColumnStride => columns + Width;

    /// <summary>Factors a panel in place and loads it.</summary>
    /// <param name="start">The first column of the panel in its matrix.</param>
    /// <param name="panel">The panel from the row of its first diagonal element on.</param>
    public void Factor(int start, RowMatrix<T> panel)
    {
        var products = stream.Device.LoadKernel<RowMatrix<T>, int, ArrayView<T>, ArrayView<T>, SpecializedValue<int>>(HouseholderKernels.Products);
        var reflect = stream.Device.LoadKernel<RowMatrix<T>, int, ArrayView<T>, int, ArrayView<T>, ArrayView<T>, ArrayView<T>, SpecializedValue<int>>(
            HouseholderKernels.Reflect);
        var config = new KernelConfig(new Index2D(groups, 1), new Index2D(Width, lanes));
        for (int column = 0; column < panel.Columns; column++)
        {
            products.Launch(stream, config, panel, column, Partials, DiagonalRow, lanes);
            reflect.Launch(stream, config, panel, column, Partials, groups, DiagonalRow, Scales(start), Factors(start), lanes);
        }

        Load(start, panel);
        int width = (int)panel.Columns;
        MatrixProduct.Enqueue(stream, T.One, v.Transposed, v, T.Zero, MatrixOperand<T>.Dense(Gram, width, width));
        stream.Device.LoadKernel<Index1D, RowMatrix<T>, ArrayView<T>, RowMatrix<T>>(HouseholderKernels.CompactForm)
            .Launch(stream, width, new RowMatrix<T>(Gram, width, width), Factors(start), new RowMatrix<T>(t.Elements, width, width));
    }

    /// <summary>Loads a panel that was factored before.</summary>
    /// <param name="start">The first column of the panel in its matrix.</param>
    /// <param name="panel">The panel from the row of its first diagonal element on.</param>
    public void Load(int start, RowMatrix<T> panel)
    {
        v = MatrixOperand<T>.Dense(vectors.View.SubView(0, panel.Rows * panel.Columns), panel.Rows, panel.Columns);
        t = MatrixOperand<T>.Dense(PerColumn.SubView((2 * PerColumnStride) + (start * Width), Width * Width), panel.Columns, panel.Columns);
        stream.Device.LoadKernel<RowMatrix<T>, ArrayView<T>, RowMatrix<T>>(HouseholderKernels.Reflectors)
            .Launch(stream, PlaneGrid.Cover(stream.Device, panel.Columns, panel.Rows), panel, Scales(start), new RowMatrix<T>(v.Elements, panel.Rows, panel.Columns));
    }

    /// <summary>target = (I - V T Vᵀ) target, or with Tᵀ, for the panel that is loaded.</summary>
    public void Apply(bool isTransposed, RowMatrix<T> target)
    {
        var b = new MatrixOperand<T>(target.Elements, target.Rows, target.Columns, target.LeadingDimension);
        ArrayView<T> products = PerColumn.SubView((2 + Width) * PerColumnStride);
        var projected = MatrixOperand<T>.Dense(products.SubView(0, v.Columns * target.Columns), v.Columns, target.Columns);
        var weighted = MatrixOperand<T>.Dense(products.SubView(Width * PerColumnStride, v.Columns * target.Columns), v.Columns, target.Columns);
        MatrixProduct.Enqueue(stream, T.One, v.Transposed, b, T.Zero, projected);
        MatrixProduct.Enqueue(stream, T.One, isTransposed ? t.Transposed : t, projected, T.Zero, weighted);
        MatrixProduct.Enqueue(stream, -T.One, v, weighted, T.One, b);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        vectors.Dispose();
        scratch.Dispose();
    }

    private ArrayView<T> Scales(int start) => PerColumn.SubView(start, Width);

    private ArrayView<T> Factors(int start) => PerColumn.SubView(PerColumnStride + start, Width);
}
