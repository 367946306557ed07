using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Panther.Jit.Compilation;

namespace Panther.Jit.Runtime;

/// <summary>The kernels loaded on one device, by method and options.</summary>
internal sealed class KernelCache
{
    private readonly ConcurrentDictionary<Key, Kernel> kernels = new();

    /// <summary>The number of kernels in the cache.</summary>
    public int Count => kernels.Count;

    /// <summary>The kernel in the cache, or a new one; compiled, unless it waits for specialised values.</summary>
    public TKernel Get<TKernel>(Delegate method, JitOptions? options, Device device, Func<Device, MethodInfo, JitOptions, TKernel> create)
        where TKernel : Kernel
    {
        ArgumentNullException.ThrowIfNull(method);
        Key key = new(method.Method, options ?? JitOptions.Default);
        if (!kernels.TryGetValue(key, out Kernel? kernel))
        {
            kernel = kernels.GetOrAdd(key, Create(key, device, create));
        }

        kernel.Prepare();
        return (TKernel)kernel;
    }

    private static TKernel Create<TKernel>(Key key, Device device, Func<Device, MethodInfo, JitOptions, TKernel> create)
    {
        try
        {
            return create(device, key.Method, key.Options);
        }
        catch (TypeInitializationException exception) when (exception.GetBaseException() is KernelCompilationException refused)
        {
            // What is known of an argument's type sits in statics; the caller shall see why the type was refused, not where.
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
    }

    private readonly record struct Key(MethodInfo Method, JitOptions Options);
}
