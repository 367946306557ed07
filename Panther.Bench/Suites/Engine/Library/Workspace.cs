using Panther.Jit.Dialect;
using Panther.Jit.Runtime;
using Panther.Kernels.Elementwise;
using Panther.Kernels.Random;

namespace Panther.Bench.Suites.Engine.Library;

/// <summary>Buffers of one device, and data in them that is the same on every device.</summary>
internal sealed class Workspace(Device device) : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    public DeviceStream Stream { get; } = device.DefaultStream;

    /// <summary>A view of undefined contents.</summary>
    public ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = device.Allocate<T>(length);
        _buffers.Add(buffer);
        return buffer.View;
    }

    /// <summary>A matrix of undefined contents.</summary>
    public RowMatrix<float> Matrix(long rows, long columns) => new(Allocate<float>(rows * columns), rows, columns);

    /// <summary>A matrix of normal draws; <see cref="Draw"/> says which.</summary>
    public RowMatrix<float> Normal(long rows, long columns)
    {
        RowMatrix<float> matrix = Matrix(rows, columns);
        RandomMatrix.Fill<float, NormalSingle>(Stream, matrix.Elements, rows, columns, columns, 1, new RandomStream(1), 1);
        return matrix;
    }

    /// <summary>An element of every matrix of normal draws.</summary>
    public static float Draw(long row, long column) => RandomMatrix.Value<float, NormalSingle>(new RandomStream(1), row, column);

    /// <summary>Some elements of a view, on the host.</summary>
    public T[] Read<T>(ArrayView<T> view, long offset, int count)
        where T : unmanaged
    {
        using DeviceBuffer<T> part = device.Allocate<T>(count);
        MatrixOperations.Copy(Stream, new RowMatrix<T>(view.SubView(offset, count), 1, count), new RowMatrix<T>(part.View, 1, count));
        return part.ToArray();
    }

    /// <summary>Throws unless a value is as near to what is expected as given.</summary>
    public static void Require(double found, double expected, double tolerance, string what)
    {
        if (!(Math.Abs(found - expected) <= tolerance))
        {
            throw new InvalidOperationException($"{what} is {found:R}, not {expected:R}.");
        }
    }

    public void Dispose()
    {
        Stream.Synchronize();
        _buffers.ForEach(buffer => buffer.Dispose());
        device.TrimPool();
    }
}
