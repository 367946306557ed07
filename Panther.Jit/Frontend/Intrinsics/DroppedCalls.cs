using System.Diagnostics;
using System.Reflection;
using Panther.Jit.Dialect;

namespace Panther.Jit.Frontend;

/// <summary>Calls that mean nothing on a device.</summary>
internal static class DroppedCalls
{
    public static bool Contains(MethodBase method) =>
        method.DeclaringType == typeof(Debug) && method.Name == nameof(Debug.Assert)
        || method.DeclaringType == typeof(Interop) && method.Name == nameof(Interop.WriteLine)
        || method.DeclaringType == typeof(GC) && method.Name == nameof(GC.KeepAlive);
}
