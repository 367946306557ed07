using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Jit.Runtime;
using Panther.Tests.Ptx;

namespace Panther.Tests.TensorCores;

/// <summary>The GPU that has what a test needs, and the text for one that need not be there.</summary>
internal static class TensorCoreDevice
{
    /// <summary>Returns the first CUDA device, or skips the test with the reason why there is none or what it lacks.</summary>
    public static Device Get(DeviceFeature feature)
    {
        Device device = TestDevice.Get("cuda");
        Assert.SkipUnless(device.Supports(feature), $"{device} has no {feature}.");
        return device;
    }

    /// <summary>Returns the PTX of a kernel for Hopper; the verifier looks at the IR after each pass.</summary>
    public static string Text(Delegate kernel)
    {
        var target = new TargetInfo(32) { ConvertsFloat16 = true, ConvertsBFloat16 = true };
        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(kernel.Method), target);
        PassPipeline.Run(function, target, new PassOptions { Verify = true });
        return PtxBackend.Emit(function, PtxText.Hopper).Text;
    }

    /// <summary>Returns the lines of that text's body.</summary>
    public static string[] Lines(Delegate kernel)
    {
        string text = Text(kernel);
        Assert.Null(PtxText.FindProblem(text));
        return PtxText.Body(text);
    }
}
