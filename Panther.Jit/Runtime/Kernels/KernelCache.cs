using System.Collections.Concurrent;
using System.Reflection;

namespace Panther.Jit.Runtime;

/// <summary>The kernels loaded on one device, by method and options.</summary>
internal sealed class KernelCache
{
    private readonly ConcurrentDictionary<Key, Kernel> kernels = new();

    /// <summary>The number of kernels in the cache.</summary>
    public int Count => kernels.Count;

    /// <summary>The kernel in the cache, or a new one; compiled, unless it waits for specialised values.</summary>
    public TKernel Get<TKernel>(Delegate method, JitOptions? options, Func<MethodInfo, JitOptions, TKernel> create)
        where TKernel : Kernel
    {
        ArgumentNullException.ThrowIfNull(method);
        Key key = new(method.Method, options ?? JitOptions.Default);
        if (!kernels.TryGetValue(key, out Kernel? kernel))
        {
            kernel = kernels.GetOrAdd(key, create(key.Method, key.Options));
        }

        kernel.Prepare();
        return (TKernel)kernel;
    }

    private readonly record struct Key(MethodInfo Method, JitOptions Options);
}
