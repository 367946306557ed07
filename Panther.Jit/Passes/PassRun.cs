using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>One function on its way through the passes; in debug builds, and when asked for, the verifier looks at it after each.</summary>
internal sealed class PassRun(KernelFunction function, TargetInfo target, PassOptions options)
{
#if DEBUG
    private const bool AlwaysVerify = true;
#else
    private const bool AlwaysVerify = false;
#endif

    public void Check(string after)
    {
        if (AlwaysVerify || options.Verify)
        {
            IrVerifier.Verify(function, after);
        }
    }

    public void ControlFlowCleanup()
    {
        Passes.ControlFlowCleanup.Run(function);
        Check(nameof(Passes.ControlFlowCleanup));
    }

    /// <summary>Brings local memory into registers and simplifies what shows then.</summary>
    public void Scalars()
    {
        SplitLocals.Run(function);
        Check(nameof(SplitLocals));
        MemoryToRegisters.Run(function);
        Check(nameof(MemoryToRegisters));
        Simplify.Run(function, target);
        Check(nameof(Simplify));
        ControlFlowCleanup();
        DeadCode.Run(function);
        Check(nameof(DeadCode));
    }

    public void AddressSpaces()
    {
        AddressSpaceInference.Run(function);
        Check(nameof(AddressSpaceInference));
        ReadOnlyLoads.Run(function, options.ViewsDoNotOverlap);
        Check(nameof(ReadOnlyLoads));
    }

    public void Finish()
    {
        DeadCode.Run(function);
        Check(nameof(DeadCode));
        ControlFlowCleanup();
    }
}
