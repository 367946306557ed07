using System.Reflection;
using System.Reflection.Emit;
using Panther.Jit.Compilation;
using Panther.Jit.Compilation.Store;
using Panther.Jit.Dialect;
using Panther.Jit.Frontend;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cpu;

namespace Panther.Tests.Store;

/// <summary>The logic of the cache with a compiler and a driver that only count.</summary>
public sealed class StoredCompilationTests : IDisposable
{
    private static readonly float[] Weights = [1, 2, 3];

    private readonly MemoryFiles files = new();
    private readonly CpuDevice device = new("cpu:store", new CpuDeviceOptions { Threads = 1 });
    private int built;
    private int loaded;

    public void Dispose() => device.Dispose();

    [Fact]
    public void Get_SecondProcess_LoadsWithoutCompiling()
    {
        Get(Request());
        Assert.Equal((1, 1), (built, loaded));
        Get(Request());
        Assert.Equal((1, 2), (built, loaded));
    }

    [Fact]
    public void Get_WithoutAStore_Compiles()
    {
        Get(Request(), store: null);
        Get(Request(), store: null);
        Assert.Equal(2, built);
    }

    [Fact]
    public void Get_AnythingThatChoosesTheCodeDiffers_Compiles()
    {
        KernelRequest[] requests =
        [
            Request(),
            Request() with { Options = new JitOptions { FastMath = true } },
            Request() with { Specialized = [null, 1] },
            Request() with { Specialized = [null, 2] },
            Request() with { Method = ((Action<Index1D, ArrayView<float>>)Another).Method },
            Request() with { Method = ((Action<Index1D, ArrayView<float>>)Generic<float>).Method },
            Request() with { Method = ((Action<Index1D, ArrayView<double>>)Generic<double>).Method },
            Request() with { Method = ((Action<Index1D, ArrayView<(int, float)>>)Generic<(int, float)>).Method },
            Request() with { Method = ((Action<Index1D, ArrayView<(int, double)>>)Generic<(int, double)>).Method },
        ];
        foreach (KernelRequest request in requests)
        {
            Get(request);
        }

        Get(Request(), target: "another driver");
        Assert.Equal(requests.Length + 1, built);
        foreach (KernelRequest request in requests)
        {
            Get(request);
        }

        Assert.Equal(requests.Length + 1, built);
    }

    [Fact]
    public void Get_DriverRefusesTheKeptBinary_CompilesAgain()
    {
        Get(Request());
        bool refused = false;
        Get(Request(), refuse: () => refused = !refused);
        Assert.Equal(2, built);
        Get(Request());
        Assert.Equal(2, built);
    }

    [Fact]
    public void Get_DriverRefusesFreshCode_Throws()
    {
        Assert.Throws<DeviceException>(() => Get(Request(), refuse: () => true));
        Assert.Empty(files.Names);
    }

    [Fact]
    public void Get_BrokenDisk_CompilesEveryTime()
    {
        files.Fails = static _ => new IOException("broken");
        Get(Request());
        Get(Request());
        Assert.Equal(2, built);
    }

    [Fact]
    public void Of_KernelMadeAtRunTime_HasNoIdentity()
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made"), AssemblyBuilderAccess.Run);
        TypeBuilder type = assembly.DefineDynamicModule("Made").DefineType("Kernels", TypeAttributes.Public);
        MethodBuilder method = type.DefineMethod("Kernel", MethodAttributes.Static | MethodAttributes.Public, typeof(void), [typeof(Index1D)]);
        method.GetILGenerator().Emit(OpCodes.Ret);
        MethodInfo made = type.CreateType().GetMethod("Kernel")!;
        Assert.Null(KernelIdentity.Of(Request() with { Method = made }, "target"));

        var inputs = new CompilationInputs();
        inputs.Add(made);
        Assert.Null(KernelAssumptions.Of(inputs));
    }

    [Fact]
    public void Translate_Kernel_NotesModulesAndStaticFields()
    {
        var inputs = new CompilationInputs();
        KernelFrontEnd.Translate(new KernelSource(Request().Method), new TargetInfo(32), inputs);
        Assert.Contains(typeof(XMath).Module, inputs.Modules);
        Assert.Contains(typeof(StoredCompilationTests).Module, inputs.Modules);
        Assert.Contains(typeof(object).Module, inputs.Modules);
        (FieldInfo field, UInt128 value) = Assert.Single(inputs.Fields);
        Assert.Equal(nameof(Weights), field.Name);
        Assert.Equal(ConstantHash.Of(Weights), value);
        Assert.NotEqual(ConstantHash.Of(new float[] { 1, 2, 4 }), value);
        Assert.True(KernelAssumptions.Of(inputs)!.Hold(Request().Method));
    }

    private static KernelRequest Request() =>
        new(((Action<Index1D, ArrayView<float>>)Scale).Method, KernelForm.Implicit, [null, null], JitOptions.Default);

    private static void Scale(Index1D index, ArrayView<float> view) => view[index] = XMath.Sqrt(view[index]) * Weights[index % 3];

    private static void Another(Index1D index, ArrayView<float> view) => view[index] = 0;

    private static void Generic<T>(Index1D index, ArrayView<T> view)
        where T : unmanaged
        => view[index] = default;

    private void Get(KernelRequest request, string target = "target", Func<bool>? refuse = null)
        => Get(request, new KernelStore(files), target, refuse);

    private void Get(KernelRequest request, KernelStore? store, string target = "target", Func<bool>? refuse = null)
    {
        Idle Load(KernelBinary binary)
        {
            Assert.Equal([7, 7, 7], binary.Code);
            loaded++;
            return refuse?.Invoke() == true ? throw new DeviceException("refused") : new Idle(device, binary.EntryName);
        }

        CompiledKernel kernel = StoredCompilation.Get(
            store,
            request,
            target,
            Load,
            inputs =>
            {
                built++;
                inputs.Add(request.Method);
                var binary = new KernelBinary(request.Name, [7, 7, 7], []);
                return (Load(binary), binary);
            });
        Assert.Equal(request.Name, kernel.Name);
    }

    private sealed class Idle(Device device, string name) : CompiledKernel(device, name)
    {
        public override void Launch(DeviceStream stream, in KernelConfig config, ReadOnlySpan<byte> parameterBlock)
        {
        }
    }
}
