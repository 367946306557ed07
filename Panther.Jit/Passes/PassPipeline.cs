using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Passes;

/// <summary>Brings what the front end makes into the form that the backends take. The same function always gives the same result.</summary>
internal static class PassPipeline
{
    /// <summary>Runs all passes.</summary>
    /// <exception cref="KernelCompilationException">The kernel says something that cannot be compiled.</exception>
    public static void Run(KernelFunction function, TargetInfo target, PassOptions? options = null)
    {
        var run = new PassRun(function, target, options ?? new PassOptions());
        run.Check("the front end");
        run.ControlFlowCleanup();
        run.Scalars();
        run.AddressSpaces();
        run.Finish();
    }
}
