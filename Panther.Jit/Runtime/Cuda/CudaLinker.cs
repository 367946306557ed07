using System.Text;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>The driver's linker, which gives compiled code out of the driver, so that it can be kept.</summary>
internal static unsafe class CudaLinker
{
    // CU_JIT_INPUT_PTX.
    private const int PtxInput = 1;

    /// <summary>Compiles PTX to a cubin for the device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="ptx">The text.</param>
    /// <param name="name">The kernel's name, for messages.</param>
    /// <param name="remarks">What the compiler remarks: registers, spills, and what keeps the code from being fast.</param>
    /// <exception cref="DeviceException">The driver refuses; the message carries its log.</exception>
    public static byte[] Link(CudaDevice device, string ptx, string name, out string remarks)
    {
        CudaDriver driver = device.Enter();
        var log = new CudaCompilerLog();
        fixed (byte* text = Encoding.ASCII.GetBytes(ptx + "\0"), logText = log.Text)
        {
            int* options = stackalloc int[CudaCompilerLog.OptionCount];
            nint* values = stackalloc nint[CudaCompilerLog.OptionCount];
            CudaCompilerLog.Ask(logText, options, values);
            nint link;
            driver.Check(driver.LinkCreate(CudaCompilerLog.OptionCount, options, values, &link), "cuLinkCreate", device.Id);
            try
            {
                CudaResult result = driver.LinkAddData(link, PtxInput, text, (nuint)ptx.Length + 1, null, 0, null, null);
                byte* cubin = null;
                nuint bytes = 0;
                if (result == CudaResult.Success)
                {
                    result = driver.LinkComplete(link, &cubin, &bytes);
                }

                remarks = log.Remarks;

                // The linker owns the cubin; the copy stays.
                return result == CudaResult.Success
                    ? new ReadOnlySpan<byte>(cubin, checked((int)bytes)).ToArray()
                    : throw new DeviceException(device.Id, "cuLinkAddData", log.Describe(driver.Describe(result), name), []);
            }
            finally
            {
                _ = driver.LinkDestroy(link);
            }
        }
    }
}
