using Panther.Jit.Backends.Cpu;
using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Backends.Ptx;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;
using Panther.Jit.Runtime.Cuda;
using Panther.Jit.Runtime.OpenCl;

namespace Panther.Jit.Compilation;

/// <summary>Compiles kernels for the devices of this process: front end, passes, and the device's backend.</summary>
/// <param name="store">Where compiled kernels are kept from process to process, or null.</param>
internal sealed class KernelCompiler(KernelStore? store) : IKernelCompiler
{
    private int warmedUp;

    /// <summary>The compiler that every device uses unless a test gives it another.</summary>
    public static KernelCompiler Instance { get; } = new(KernelStore.Default);

    /// <inheritdoc/>
    public CompiledKernel Compile(Device device, KernelRequest request)
    {
        if (device is CpuDevice { IsSequential: true } plain)
        {
            return new SequentialKernel(plain, request, Meets(plain, request));
        }

        BoundsSites? bounds = request.Options.Debug ? new BoundsSites() : null;
        CompiledKernel code = device switch
        {
            CudaDevice cuda => CompileForCuda(cuda, request, bounds),
            OpenClDevice openCl => CompileForOpenCl(openCl, request, bounds),
            CpuDevice cpu => new CpuKernel(cpu, request.Name, group => CompileForCpu(cpu, request, group, bounds)),
            _ => throw new NotSupportedException($"{device.Id} has no backend that could compile {request.Name}."),
        };
        return bounds is null ? code : new BoundsCheckedKernel(code, bounds);
    }

    /// <summary>
    /// Has .NET compile, in the background, what the first kernel will need: for the time that a driver takes to start and to open a device. That is the way through
    /// the store where there is one with something in it, else this compiler.
    /// </summary>
    public void WarmUp()
    {
        if (Interlocked.Exchange(ref warmedUp, 1) != 0)
        {
            return;
        }

        Task.Run(() =>
        {
            KernelRequest request = WarmUpKernel.Request;
            WarmUpKernel.LayOutArguments();
            if (store is not { HasEntries: true })
            {
                EmitPtx(WarmUpKernel.Target, WarmUpKernel.WarpSize, request);
            }
            else if (KernelIdentity.Of(request, "warm-up") is { } key)
            {
                store.WarmUp(key, request.Method);
            }
        });
    }

    /// <summary>Makes the optimised function that a backend gets.</summary>
    /// <exception cref="KernelCompilationException">The kernel cannot be compiled, or the target's device lacks what it needs.</exception>
    public static KernelFunction Optimize(KernelRequest request, TargetInfo target, CompilationInputs? inputs = null)
    {
        var specializations = new Dictionary<int, object>();
        for (int i = 0; i < request.Specialized.Count; i++)
        {
            if (request.Specialized[i] is { } value)
            {
                specializations.Add(i, value);
            }
        }

        KernelFunction function = KernelFrontEnd.Translate(new KernelSource(request.Method, specializations), target, inputs);
        PassPipeline.Run(function, target);
        if (target.Device is { } device)
        {
            DeviceFeatureCheck.Run(function, device);
        }

        KernelDump.Default.WriteIr(request, target, () => IrPrinter.Print(function));
        return function;
    }

    /// <summary>Makes the PTX text for a device.</summary>
    public static PtxModule EmitPtx(
        CudaTarget architecture, int warpSize, KernelRequest request, CompilationInputs? inputs = null, Device? device = null, BoundsSites? bounds = null)
    {
        JitOptions options = request.Options;
        var target = new TargetInfo(warpSize, FastMath: options.FastMath)
        {
            Device = device,
            Bounds = bounds,
            WideAccessBytes = 16,
            ConvertsFloat16 = true,
            ConvertsBFloat16 = architecture.ComputeCapability >= 80,
        };
        KernelFunction function = Optimize(request, target, inputs);
        PtxModule module = PtxBackend.Emit(function, new PtxTarget(architecture.Architecture, new Version(architecture.IsaMajor, architecture.IsaMinor))
        {
            MaxThreadsPerGroup = options.MaxThreadsPerGroup > 0 ? options.MaxThreadsPerGroup : null,
            MinGroupsPerMultiprocessor = options.MinGroupsPerMultiprocessor > 0 ? options.MinGroupsPerMultiprocessor : null,
            CacheFetchBytes = options.CacheFetchBytes > 0 && architecture.HasCacheFetch ? options.CacheFetchBytes : null,
            DebugLines = options.Debug,
        });
        KernelDump.Default.WritePtx(request, module.Text);
        return module;
    }

    /// <summary>Makes the OpenCL C text for a device. Its warps have one thread.</summary>
    public static OpenClModule EmitOpenCl(
        OpenClTarget target, KernelRequest request, CompilationInputs? inputs = null, Device? device = null, BoundsSites? bounds = null)
    {
        var info = new TargetInfo(WarpSize: 1, FastMath: request.Options.FastMath)
        {
            Device = device,
            Bounds = bounds,
            ConvertsFloat16 = true,
            ConvertsBFloat16 = true,
        };
        KernelFunction function = Optimize(request, info, inputs);
        OpenClModule module = OpenClBackend.Emit(function, target with { DebugLines = request.Options.Debug });
        KernelDump.Default.WriteOpenCl(request, module.Text);
        return module;
    }

    /// <summary>Code with checks is of no use without their places, and what is to be written out has to be made.</summary>
    private KernelStore? StoreFor(BoundsSites? bounds) => bounds is null && !KernelDump.Default.IsOn ? store : null;

    /// <summary>Returns whether threads of a group wait for each other; refuses what could not be compiled either.</summary>
    private static bool Meets(CpuDevice device, KernelRequest request) =>
        Optimize(request, new TargetInfo(device.WarpSize) { Device = device }).Blocks.SelectMany(b => b.Instructions).Any(i => i is BarrierInstruction { Scope: MemoryScope.Group });

    private CompiledKernel CompileForCuda(CudaDevice device, KernelRequest request, BoundsSites? bounds)
    {
        KernelStore? kept = StoreFor(bounds);
        if (kept is null)
        {
            PtxModule module = EmitPtx(device.Target, device.WarpSize, request, device: device, bounds: bounds);
            return device.LoadPtx(module.Text, module.EntryName, request.Name, module.ExtraDynamicBytes, module.IndicesPerThread);
        }

        CudaKernel Load(KernelBinary binary) => device.LoadCubin(
            binary.Code, binary.EntryName, request.Name, BitConverter.ToInt32(binary.Details), BitConverter.ToInt32(binary.Details, sizeof(int)));
        return StoredCompilation.Get(kept, request, device.CodeTarget, Load, inputs =>
        {
            PtxModule module = EmitPtx(device.Target, device.WarpSize, request, inputs, device);
            byte[] details = [.. BitConverter.GetBytes(module.ExtraDynamicBytes), .. BitConverter.GetBytes(module.IndicesPerThread)];
            var binary = new KernelBinary(module.EntryName, device.Link(module.Text, request.Name), details);
            return (Load(binary), binary);
        });
    }

    private CompiledKernel CompileForOpenCl(OpenClDevice device, KernelRequest request, BoundsSites? bounds) => StoredCompilation.Get(
        StoreFor(bounds),
        request,
        device.CodeTarget,
        kept => OpenClBinary.Load(device, request, kept),
        inputs =>
        {
            OpenClModule module = EmitOpenCl(device.Target, request, inputs, device, bounds);
            OpenClKernel kernel = device.Load(module, request);
            return (kernel, OpenClBinary.Of(device, module, kernel.Program));
        });

    private static CpuKernelCode CompileForCpu(CpuDevice device, KernelRequest request, Index3D group, BoundsSites? bounds)
    {
        KernelFunction function = Optimize(request, new TargetInfo(device.WarpSize, group, request.Options.FastMath) { Device = device, Bounds = bounds });
        return CpuBackend.Compile(function, new CpuTarget(device.WarpSize * 32, group));
    }
}
