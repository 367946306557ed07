namespace Panther.Kernels.Gemm;

/// <summary>Four neighbouring elements, moved in one access.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct Quad<T>(T x, T y, T z, T w)
    where T : unmanaged
{
    public T X = x;
    public T Y = y;
    public T Z = z;
    public T W = w;
}

/// <summary>Two neighbouring elements, moved in one access.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal struct Pair<T>(T x, T y)
    where T : unmanaged
{
    public T X = x;
    public T Y = y;
}
