using System.Text;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>OpenCL C compiled by the driver.</summary>
internal sealed unsafe class OpenClProgram
{
    private readonly OpenClDevice device;
    private readonly nint handle;

    private OpenClProgram(OpenClDevice device, nint handle)
    {
        this.device = device;
        this.handle = handle;
    }

    /// <summary>Has the driver compile a text for its device.</summary>
    /// <exception cref="DeviceException">The driver refuses; the message carries its log.</exception>
    public static OpenClProgram Build(OpenClDevice device, string text, string options, string name)
    {
        OpenClDriver driver = device.Driver;
        byte[] source = Encoding.ASCII.GetBytes(text);
        byte[] flags = Encoding.ASCII.GetBytes(options + "\0");
        nint target = device.Info.Handle;
        nint program;
        OpenClResult result;
        fixed (byte* sourceStart = source)
        fixed (byte* flagsStart = flags)
        {
            byte* strings = sourceStart;
            nuint length = (nuint)source.Length;
            program = driver.CreateProgramWithSource(device.Context.Handle, 1, &strings, &length, &result);
            OpenClDriver.Check(result, $"clCreateProgramWithSource({name})", device.Id);
            result = driver.BuildProgram(program, 1, &target, flagsStart, 0, 0);
        }

        if (result == OpenClResult.Success)
        {
            return new OpenClProgram(device, program);
        }

        string log = Log(device, program);
        _ = driver.ReleaseProgram(program);
        throw new DeviceException(
            device.Id, "clBuildProgram", $"{OpenClDriver.Describe(result)} for {name}.{(log.Length == 0 ? "" : $" The driver's compiler says:\n{log}")}", []);
    }

    /// <summary>Makes a kernel object, whose arguments are its own.</summary>
    public nint CreateKernel(string entry)
    {
        byte[] text = Encoding.ASCII.GetBytes(entry + "\0");
        fixed (byte* start = text)
        {
            OpenClResult result;
            nint kernel = device.Driver.CreateKernel(handle, start, &result);
            OpenClDriver.Check(result, $"clCreateKernel({entry})", device.Id);
            return kernel;
        }
    }

    public void Release() => _ = device.Driver.ReleaseProgram(handle);

    private static string Log(OpenClDevice device, nint program)
    {
        nuint size = 0;
        if (device.Driver.GetProgramBuildInfo(program, device.Info.Handle, OpenClQuery.ProgramBuildLog, 0, null, &size) != OpenClResult.Success || size == 0)
        {
            return "";
        }

        byte[] log = new byte[size];
        fixed (byte* start = log)
        {
            return device.Driver.GetProgramBuildInfo(program, device.Info.Handle, OpenClQuery.ProgramBuildLog, size, start, null) == OpenClResult.Success
                ? Encoding.UTF8.GetString(log).TrimEnd('\0').Trim()
                : "";
        }
    }
}
