using Panther.Jit.Compilation;
using Panther.Jit.IR;

namespace Panther.Jit.Backends.OpenCl;

/// <summary>What a kernel asks of a device beyond the core of OpenCL C 1.2.</summary>
internal sealed class OpenClFeatures
{
    private OpenClFeatures(IReadOnlyList<string> pragmas) => Pragmas = pragmas;

    /// <summary>Gets what stands behind <c>#pragma OPENCL</c> at the head of the text.</summary>
    public IReadOnlyList<string> Pragmas { get; }

    /// <exception cref="KernelCompilationException">The device lacks something.</exception>
    public static OpenClFeatures Check(KernelFunction function, OpenClTarget target)
    {
        var pragmas = new List<string> { "FP_CONTRACT OFF" };
        Instruction[] instructions = [.. function.Blocks.SelectMany(b => b.Instructions)];
        bool usesDouble = function.Parameters.Any(p => p.Type.Kind == ScalarKind.Float64)
            || Array.Exists(instructions, i => i.Type.Kind == ScalarKind.Float64 || i.Operands.Any(o => o.Type.Kind == ScalarKind.Float64));
        if (usesDouble)
        {
            pragmas.Add(target.Float64 ? "EXTENSION cl_khr_fp64 : enable" : throw new KernelCompilationException(
                $"{function.Name} computes in double, which {target.DeviceName} does not offer (cl_khr_fp64); use float, or another device."));
        }

        if (Array.Exists(instructions, i => i is AtomicInstruction or CompareExchangeInstruction && i.Type.Bits == 64) && target.Int64Atomics)
        {
            pragmas.Add("EXTENSION cl_khr_int64_base_atomics : enable");
            pragmas.Add("EXTENSION cl_khr_int64_extended_atomics : enable");
        }

        return new OpenClFeatures(pragmas);
    }
}
