using System.Runtime.InteropServices;

namespace Panther.Jit.Runtime.Cuda;

/// <summary>The CUDA driver's functions, resolved once. Only the driver is needed, no toolkit.</summary>
/// <remarks>Function pointers, because they are the cheapest call: no marshalling stub, no lazy binding.</remarks>
internal sealed unsafe partial class CudaDriver
{
    private CudaDriver(nint library) => Bind(library);

    /// <summary>The file name of the driver on this platform.</summary>
    public static string DefaultLibrary => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The CUDA version that the driver supports, as 1000 * major + 10 * minor.</summary>
    public int Version { get; private set; }

    /// <summary>The driver's exact release, where the system tells it, else nothing: releases of one CUDA version may bring another compiler.</summary>
    public static string Release
    {
        get
        {
            const string Source = "/sys/module/nvidia/version";
            try
            {
                return File.Exists(Source) ? File.ReadAllText(Source).Trim() : "";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }

    /// <summary>Loads and initialises the driver.</summary>
    /// <param name="library">The file name, or <see langword="null"/> for the platform's own.</param>
    /// <param name="starting">Called before the driver is started, which takes long; or null.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryLoad(string? library, Action? starting, out CudaDriver? driver, out string reason)
    {
        driver = null;
        library ??= DefaultLibrary;
        nint handle;
        try
        {
            handle = NativeLibrary.Load(library);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            reason = $"{library} could not be loaded: {LibraryError.Of(library, exception)}";
            return false;
        }

        try
        {
            CudaDriver loaded = new(handle);
            starting?.Invoke();
            CudaResult result = loaded.Init(0);
            if (result != CudaResult.Success)
            {
                reason = $"cuInit failed: {loaded.Describe(result)}.";
                return false;
            }

            int version;
            loaded.Check(loaded.DriverGetVersion(&version), "cuDriverGetVersion");
            loaded.Version = version;
            driver = loaded;
            reason = "";
            return true;
        }
        catch (EntryPointNotFoundException exception)
        {
            reason = $"{library} is too old: {FirstLine(exception.Message)}";
            return false;
        }
    }

    /// <summary>Throws when a call failed that belongs to no stream.</summary>
    /// <exception cref="DeviceException">The call failed.</exception>
    public void Check(CudaResult result, string call, string device = "cuda")
    {
        if (result != CudaResult.Success)
        {
            throw new DeviceException(device, call, Describe(result) + ".", []);
        }
    }

    /// <summary>The driver's name and sentence for a result.</summary>
    public string Describe(CudaResult result)
    {
        byte* name = null;
        byte* text = null;
        GetErrorName(result, &name);
        GetErrorString(result, &text);
        return $"{Text(name) ?? $"CUDA error {(int)result}"} ({Text(text) ?? "unknown"})";
    }

    private static string? Text(byte* value) => Marshal.PtrToStringUTF8((nint)value);

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
