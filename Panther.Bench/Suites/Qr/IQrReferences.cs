using System.Numerics;
using Panther.Bench.Report;

namespace Panther.Bench.Suites.Qr;

/// <summary>What a QR factorisation is compared with on one kind of device.</summary>
internal interface IQrReferences
{
    /// <summary>References for a factorisation of a tall column-major matrix with Q formed.</summary>
    Reference[] Factor<T>(T[] values, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Frees what the references handed out so far held.</summary>
    void Release();
}
