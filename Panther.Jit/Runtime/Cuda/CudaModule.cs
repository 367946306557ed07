using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>PTX compiled by the driver.</summary>
internal sealed unsafe class CudaModule
{
    private const int LogBytes = 16 << 10;
    private const int ErrorLogBuffer = 5;
    private const int ErrorLogBufferSize = 6;

    private readonly CudaDevice device;
    private readonly nint handle;

    private CudaModule(CudaDevice device, nint handle)
    {
        this.device = device;
        this.handle = handle;
    }

    /// <summary>Has the driver compile PTX for its device.</summary>
    /// <exception cref="DeviceException">The driver refuses; the message carries its log.</exception>
    public static CudaModule Load(CudaDevice device, string ptx, string name)
    {
        CudaDriver driver = device.Enter();
        byte[] text = Encoding.ASCII.GetBytes(ptx + "\0");
        byte[] log = new byte[LogBytes];
        nint module;
        CudaResult result;
        fixed (byte* textStart = text)
        fixed (byte* logStart = log)
        {
            int* options = stackalloc int[] { ErrorLogBuffer, ErrorLogBufferSize };
            nint* values = stackalloc nint[] { (nint)logStart, LogBytes };
            result = driver.ModuleLoadDataEx(&module, textStart, 2, options, values);
        }

        if (result == CudaResult.Success)
        {
            return new CudaModule(device, module);
        }

        int end = Array.IndexOf(log, (byte)0);
        string message = Encoding.UTF8.GetString(log, 0, end < 0 ? log.Length : end).Trim();
        throw new DeviceException(
            device.Id, "cuModuleLoadDataEx", $"{driver.Describe(result)} for {name}.{(message.Length == 0 ? "" : $" The driver's compiler says:\n{message}")}", []);
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
