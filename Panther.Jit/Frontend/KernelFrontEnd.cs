using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Frontend.Cil;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>Translates CIL to the IR.</summary>
internal static class KernelFrontEnd
{
    /// <summary>Translates a kernel with everything that it calls.</summary>
    /// <param name="source">The kernel.</param>
    /// <param name="target">The device.</param>
    /// <param name="inputs">Notes what is read beside the kernel itself, or null when nobody asks.</param>
    /// <exception cref="KernelCompilationException">The kernel uses a construct that has no translation.</exception>
    public static KernelFunction Translate(KernelSource source, TargetInfo target, CompilationInputs? inputs = null)
    {
        inputs ??= new CompilationInputs();
        var writtenSlots = new HashSet<SlotKey>();
        var methods = new Dictionary<MethodBase, IlMethod?>();
        while (true)
        {
            try
            {
                return new KernelTranslation(source, target, inputs, writtenSlots, methods).Translate();
            }
            catch (SlotWrittenException written) when (writtenSlots.Add(written.Slot))
            {
                // The next attempt keeps the slot in memory. There are finitely many slots.
            }
        }
    }
}
