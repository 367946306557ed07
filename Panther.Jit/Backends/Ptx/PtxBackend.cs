using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.Ptx;

/// <summary>Makes PTX text of a kernel: selection, copies for phis, merging of registers, text.</summary>
internal static class PtxBackend
{
    /// <summary>Translates a kernel that has been through the passes. Equal kernels give equal text.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses a type or an operation that PTX does not offer here.</exception>
    public static PtxModule Emit(KernelFunction function, PtxTarget target)
    {
        var shared = new SharedLayout(function);
        var selector = new PtxSelector(function, target, shared);
        List<PtxBlock> blocks = selector.Select();
        PtxCleanup.RemoveUnread(blocks);
        PtxCoalescer.Run(blocks);
        blocks = PtxCleanup.RemoveEmpty(blocks);

        string entry = PtxName.Of(function.Name);
        string text = PtxWriter.Write(function, entry, target, blocks, shared, selector.LocalDeclarations);
        return new PtxModule(text, entry, function.ParameterBytes, shared.StaticBytes, shared.ExtraDynamicBytes, function.IndicesPerThread);
    }
}
