using System.Diagnostics;
using System.Reflection;

namespace Panther.Jit.Frontend;

/// <summary>Calls that mean nothing on a device.</summary>
internal static class DroppedCalls
{
    public static bool Contains(MethodBase method) =>
        method.DeclaringType == typeof(Debug) && method.Name == nameof(Debug.Assert)
        || method.DeclaringType == typeof(GC) && method.Name == nameof(GC.KeepAlive);
}
