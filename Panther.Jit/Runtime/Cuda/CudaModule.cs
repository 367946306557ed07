using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>Code in a device: PTX compiled by the driver, or machine code that it compiled before.</summary>
internal sealed unsafe class CudaModule
{
    private readonly CudaDevice device;
    private readonly nint handle;

    private CudaModule(CudaDevice device, nint handle)
    {
        this.device = device;
        this.handle = handle;
    }

    /// <summary>Gives code to the driver.</summary>
    /// <param name="device">The device.</param>
    /// <param name="image">A cubin, or PTX with a zero behind it.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <exception cref="DeviceException">The driver refuses; the message carries its log.</exception>
    public static CudaModule Load(CudaDevice device, byte[] image, string name)
    {
        CudaDriver driver = device.Enter();
        var log = new CudaCompilerLog();
        nint module;
        CudaResult result;
        fixed (byte* start = image, text = log.Text)
        {
            int* options = stackalloc int[CudaCompilerLog.OptionCount];
            nint* values = stackalloc nint[CudaCompilerLog.OptionCount];
            CudaCompilerLog.Ask(text, options, values);
            result = driver.ModuleLoadDataEx(&module, start, CudaCompilerLog.OptionCount, options, values);
        }

        return result == CudaResult.Success
            ? new CudaModule(device, module)
            : throw new DeviceException(device.Id, "cuModuleLoadDataEx", log.Describe(driver.Describe(result), name), []);
    }

    public nint FindFunction(string entry)
    {
        CudaDriver driver = device.Enter();
        byte[] text = Encoding.ASCII.GetBytes(entry + "\0");
        nint function;
        fixed (byte* start = text)
        {
            driver.Check(driver.ModuleGetFunction(&function, handle, start), $"cuModuleGetFunction({entry})", device.Id);
        }

        return function;
    }

    public void Unload() => _ = device.Enter().ModuleUnload(handle);
}
