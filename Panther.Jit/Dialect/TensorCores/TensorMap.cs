using System.Runtime.CompilerServices;

namespace Panther.Jit.Dialect;

/// <summary>A matrix in global memory and the tiles in which <see cref="BulkCopy"/> moves it, in the device's own form.</summary>
/// <remarks>Made on the host by <c>Device.DescribeTensor</c>, and handed to kernels in a buffer: an element of <c>ArrayView&lt;TensorMap&gt;</c>.</remarks>
[InlineArray(Bytes / sizeof(ulong))]
public struct TensorMap
{
    internal const int Bytes = 128;

    private ulong first;
}
