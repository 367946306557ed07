using System.Numerics;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Gemm;

/// <summary>What a product is compared with on one kind of device.</summary>
internal interface IGemmReferences
{
    /// <summary>References for a product.</summary>
    Reference[] Gemm<T>(GemmShape shape, T[] a, T[] b)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Frees what the references handed out so far held.</summary>
    void Release();
}
