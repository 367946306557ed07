using System.Runtime.InteropServices;
using System.Text;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>The functions of the OpenCL loader, resolved once. It finds the drivers (platforms) that are installed.</summary>
internal sealed unsafe partial class OpenClDriver
{
    private OpenClDriver(nint library) => Bind(library);

    /// <summary>The file name of the loader on this platform.</summary>
    public static string DefaultLibrary =>
        OperatingSystem.IsWindows() ? "OpenCL.dll"
        : OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/OpenCL.framework/OpenCL"
        : "libOpenCL.so.1";

    /// <summary>Loads the loader.</summary>
    /// <param name="library">The file name, or <see langword="null"/> for the platform's own.</param>
    /// <param name="driver">Its functions.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryLoad(string? library, out OpenClDriver? driver, out string reason)
    {
        driver = null;
        library ??= DefaultLibrary;
        try
        {
            driver = new OpenClDriver(NativeLibrary.Load(library));
            reason = "";
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            reason = $"{library} could not be loaded: {LibraryError.Of(library, exception)}";
        }
        catch (EntryPointNotFoundException exception)
        {
            reason = $"{library} has not all of OpenCL 1.2: {exception.Message.Split('\n', 2)[0].Trim()}";
        }

        return false;
    }

    /// <summary>Throws when a call failed that belongs to no stream.</summary>
    /// <exception cref="DeviceException">The call failed.</exception>
    public static void Check(OpenClResult result, string call, string device = "opencl")
    {
        if (result != OpenClResult.Success)
        {
            throw new DeviceException(device, call, Describe(result) + ".", []);
        }
    }

    /// <summary>The specification's name of a result, such as <c>CL_OUT_OF_RESOURCES</c>.</summary>
    public static string Describe(OpenClResult result)
        => Enum.IsDefined(result)
            ? $"CL{string.Concat(result.ToString().Select(c => char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()))} ({(int)result})"
            : $"OpenCL error {(int)result}";

    /// <summary>Text that a device gives; empty where it cannot be asked.</summary>
    public string DeviceText(nint device, OpenClQuery query) => Text(GetDeviceInfo, device, query);

    /// <summary>Text that a platform gives; empty where it cannot be asked.</summary>
    public string PlatformText(nint platform, OpenClQuery query) => Text(GetPlatformInfo, platform, query);

    /// <summary>A number that a device gives; zero where it cannot be asked.</summary>
    public T DeviceValue<T>(nint device, OpenClQuery query)
        where T : unmanaged
    {
        T value = default;
        return GetDeviceInfo(device, query, (nuint)sizeof(T), &value, null) == OpenClResult.Success ? value : default;
    }

    /// <summary>Whether the commands before a marker are done.</summary>
    /// <exception cref="DeviceException">One of them failed.</exception>
    public bool IsReached(nint marker, string device)
    {
        int status;
        Check(GetEventInfo(marker, OpenClQuery.EventCommandExecutionStatus, sizeof(int), &status, null), "clGetEventInfo", device);
        Check((OpenClResult)Math.Min(status, 0), "work on the stream", device);
        return status == 0;
    }

    private static string Text(delegate* unmanaged<nint, OpenClQuery, nuint, void*, nuint*, OpenClResult> ask, nint handle, OpenClQuery query)
    {
        nuint size;
        if (ask(handle, query, 0, null, &size) != OpenClResult.Success || size == 0)
        {
            return "";
        }

        byte[] text = new byte[size];
        fixed (byte* start = text)
        {
            return ask(handle, query, size, start, null) == OpenClResult.Success ? Encoding.UTF8.GetString(text).TrimEnd('\0').Trim() : "";
        }
    }
}
