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
        nint program;
        fixed (byte* sourceStart = source)
        {
            OpenClResult result;
            byte* strings = sourceStart;
            nuint length = (nuint)source.Length;
            program = driver.CreateProgramWithSource(device.Context.Handle, 1, &strings, &length, &result);
            OpenClDriver.Check(result, $"clCreateProgramWithSource({name})", device.Id);
        }

        return Build(device, program, options, name);
    }

    /// <summary>Has the driver compile a text that the compiler wrote, without what such a text does not need of the driver's headers.</summary>
    /// <exception cref="DeviceException">The driver refuses; the message carries its log.</exception>
    public static OpenClProgram BuildGenerated(OpenClDevice device, string text, string options, string name)
    {
        if (device.Info.ReadsPoclHeader)
        {
            try
            {
                return Build(device, PoclHeader.Declarations + text, options + PoclHeader.Option, name);
            }
            catch (DeviceException)
            {
                // A version of PoCL that these declarations do not fit; or the text is at fault, and the whole header gives the message.
            }
        }

        return Build(device, text, options, name);
    }

    /// <summary>Gives the driver a binary that it gave out before.</summary>
    /// <exception cref="DeviceException">The driver refuses it.</exception>
    public static OpenClProgram Load(OpenClDevice device, byte[] binary, string options, string name)
    {
        nint target = device.Info.Handle;
        nint program;
        fixed (byte* start = binary)
        {
            byte* code = start;
            nuint length = (nuint)binary.Length;
            OpenClResult loaded;
            OpenClResult result;
            program = device.Driver.CreateProgramWithBinary(device.Context.Handle, 1, &target, &length, &code, &loaded, &result);
            OpenClDriver.Check(result, $"clCreateProgramWithBinary({name})", device.Id);
        }

        return Build(device, program, options, name);
    }

    /// <summary>The binary of the program, or null when the driver gives none out.</summary>
    public byte[]? Binary()
    {
        nuint size = 0;
        if (device.Driver.GetProgramInfo(handle, OpenClQuery.ProgramBinarySizes, (nuint)sizeof(nuint), &size, null) != OpenClResult.Success || size == 0)
        {
            return null;
        }

        byte[] binary = new byte[size];
        fixed (byte* start = binary)
        {
            byte* place = start;
            return device.Driver.GetProgramInfo(handle, OpenClQuery.ProgramBinaries, (nuint)sizeof(byte*), &place, null) == OpenClResult.Success ? binary : null;
        }
    }

    private static OpenClProgram Build(OpenClDevice device, nint program, string options, string name)
    {
        OpenClDriver driver = device.Driver;
        nint target = device.Info.Handle;
        OpenClResult result;
        fixed (byte* flags = Encoding.ASCII.GetBytes(options + "\0"))
        {
            result = driver.BuildProgram(program, 1, &target, flags, 0, 0);
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
