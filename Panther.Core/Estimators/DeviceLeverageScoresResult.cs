namespace Panther.Core;

/// <summary>Leverage scores that stay on the device, as an m×1 matrix; dispose them to give their memory back.</summary>
public sealed class DeviceLeverageScoresResult : LeverageScoresResult<DeviceMatrix<double>>, IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Scores.Dispose();
}
