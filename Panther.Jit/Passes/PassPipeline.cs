using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Brings what the front end makes into the form that the backends take. The same function always gives the same result.</summary>
internal static class PassPipeline
{
    /// <summary>Each round may make the bounds of a further nest of loops constant.</summary>
    private const int MostUnrollRounds = 8;

    /// <summary>Runs all passes.</summary>
    /// <exception cref="KernelCompilationException">The kernel says something that cannot be compiled.</exception>
    public static void Run(KernelFunction function, TargetInfo target, PassOptions? options = null)
    {
        var run = new PassRun(function, target, options ?? new PassOptions());
        run.Check("the front end");
        run.LowerNarrowArithmetic();
        run.CleanControlFlow();
        run.Scalars();
        for (int round = 0; round < MostUnrollRounds && run.UnrollLoops(isLast: false); round++)
        {
            run.Scalars();
        }

        if (run.UnrollLoops(isLast: true))
        {
            run.Scalars();
        }

        run.InferAddressSpaces();
        run.LowerNarrowConversions();
        run.SimplifyControl();
        run.CoarsenThreads();
        run.MoveOutOfLoops();
        run.LowerAddresses();
        run.Finish();
    }
}
