namespace Panther.Jit.Dialect;

/// <summary>What a view points into, seen from the view: enough to refuse a disposed buffer or one of another device.</summary>
internal interface IViewSource
{
    /// <summary>The device (a <c>Panther.Jit.Runtime.Device</c>) that holds the memory.</summary>
    object Device { get; }

    /// <summary>Whether the memory has been given back.</summary>
    bool IsDisposed { get; }

    /// <summary>Whether the host may dereference the view's address.</summary>
    bool IsHostAccessible { get; }
}
