using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes.Coarsening;

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

    public void LowerNarrowArithmetic()
    {
        NarrowFloatArithmetic.Run(function);
        Check(nameof(NarrowFloatArithmetic));
    }

    /// <summary>Comes late, so that widening what was just narrowed is seen as one conversion.</summary>
    public void LowerNarrowConversions()
    {
        NarrowFloatConversions.Run(function, target);
        Check(nameof(NarrowFloatConversions));
    }

    public void CleanControlFlow()
    {
        ControlFlowCleanup.Run(function);
        Check(nameof(ControlFlowCleanup));
    }

    /// <summary>Brings local memory into registers and simplifies what shows then.</summary>
    public void Scalars()
    {
        SplitLocals.Run(function);
        Check(nameof(SplitLocals));
        MemoryToRegisters.Run(function);
        Check(nameof(MemoryToRegisters));
        SimplifyAll();
        CleanControlFlow();
        NumberValues();
        RemoveDeadCode();
    }

    public bool UnrollLoops(bool isLast)
    {
        bool changed = LoopUnroll.Run(function, options, isLast);
        Check(nameof(LoopUnroll));
        if (changed)
        {
            CleanControlFlow();
        }

        return changed;
    }

    public void InferAddressSpaces()
    {
        AddressSpaceInference.Run(function);
        Check(nameof(AddressSpaceInference));
        ReadOnlyLoads.Run(function, options.ViewsDoNotOverlap);
        Check(nameof(ReadOnlyLoads));
    }

    /// <summary>Decides and flattens branches.</summary>
    public void SimplifyControl()
    {
        BranchFacts.Run(function);
        Check(nameof(BranchFacts));
        CleanControlFlow();
        IfConversion.Run(function);
        Check(nameof(IfConversion));
        SimplifyAll();
        CleanControlFlow();
        NumberValues();
    }

    public void CoarsenThreads()
    {
        ThreadCoarsening.Run(function, target.WideAccessBytes);
        Check(nameof(ThreadCoarsening));
    }

    public void MoveOutOfLoops()
    {
        LoopInvariantMotion.Run(function);
        Check(nameof(LoopInvariantMotion));
    }

    /// <summary>Brings addresses and divisions into the form that the backends take; what they share is computed once, outside the loops.</summary>
    public void LowerAddresses()
    {
        StrengthReduction.Run(function);
        Check(nameof(StrengthReduction));
        SimplifyAll();
        if (target.FastMath)
        {
            Contraction.Run(function);
            Check(nameof(Contraction));
        }

        AddressLowering.Run(function);
        Check(nameof(AddressLowering));
        NumberValues();
        MoveOutOfLoops();
        NumberValues();
    }

    public void Finish()
    {
        RemoveDeadCode();
        CleanControlFlow();
    }

    private void SimplifyAll()
    {
        Simplify.Run(function, target);
        Check(nameof(Simplify));
    }

    private void NumberValues()
    {
        GlobalValueNumbering.Run(function);
        Check(nameof(GlobalValueNumbering));
    }

    private void RemoveDeadCode()
    {
        DeadCode.Run(function);
        Check(nameof(DeadCode));
    }
}
