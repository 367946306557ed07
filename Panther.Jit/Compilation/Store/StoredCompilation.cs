using Panther.Jit.Runtime;

namespace Panther.Jit.Compilation.Store;

/// <summary>Compiling through a store: what an earlier process compiled is loaded, everything else is compiled and kept.</summary>
internal static class StoredCompilation
{
    /// <summary>Makes a kernel ready for a device.</summary>
    /// <param name="store">The store, or null to compile without one.</param>
    /// <param name="request">The kernel.</param>
    /// <param name="target">What the code is made for: device, driver, and all that backend and passes know of them.</param>
    /// <param name="load">Gives a binary to the driver; throws <see cref="DeviceException"/> when the driver refuses it.</param>
    /// <param name="build">Compiles, noting what it reads; gives the kernel and what is to be kept of it, if the driver gives it out.</param>
    public static CompiledKernel Get(
        KernelStore? store,
        KernelRequest request,
        string target,
        Func<KernelBinary, CompiledKernel> load,
        Func<CompilationInputs, (CompiledKernel Kernel, KernelBinary? Binary)> build)
    {
        string? key = store is null ? null : KernelIdentity.Of(request, target);
        if (key is null)
        {
            return build(new CompilationInputs()).Kernel;
        }

        if (store!.Find(key, request.Method) is { } known)
        {
            try
            {
                CompiledKernel loaded = load(known);
                RuntimeTelemetry.KernelCacheHits.Add(1);
                return loaded;
            }
            catch (DeviceException)
            {
                // Whole and of this key, yet the driver does not take it: made anew, and should it be refused again, the caller is told.
                store.Drop(key);
            }
        }

        RuntimeTelemetry.KernelCacheMisses.Add(1);
        var inputs = new CompilationInputs();
        (CompiledKernel kernel, KernelBinary? binary) = build(inputs);
        if (binary is not null && KernelAssumptions.Of(inputs) is { } assumptions)
        {
            store.Keep(new KernelEntry(key, assumptions, binary));
        }

        return kernel;
    }
}
