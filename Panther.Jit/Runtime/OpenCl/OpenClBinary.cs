using System.Text;
using Panther.Jit.Backends.OpenCl;
using Panther.Jit.Compilation.Store;

namespace Panther.Jit.Runtime.OpenCl;

/// <summary>A program's binary, or its text where a driver had to compile for a binary, with what a launch must know of its kernel, as the kernel cache keeps them.</summary>
internal static class OpenClBinary
{
    /// <summary>What is to be kept of a program, or null when the driver gives no binary out.</summary>
    public static KernelBinary? Of(OpenClDevice device, OpenClModule module, OpenClProgram program)
    {
        byte[]? code = device.Info.CompilesForBinaries ? Encoding.ASCII.GetBytes(module.Text) : program.Binary();
        if (code is null)
        {
            return null;
        }

        using var details = new MemoryStream();
        using var writer = new BinaryWriter(details, Encoding.UTF8);
        writer.Write(module.BuildOptions);
        writer.Write(module.StaticSharedBytes);
        writer.Write(module.Parameters.Count);
        foreach (OpenClParameter parameter in module.Parameters)
        {
            writer.Write(parameter.Name);
            writer.Write((byte)parameter.Kind);
            writer.Write(parameter.BlockOffset);
            writer.Write(parameter.Size);
        }

        writer.Flush();
        return new KernelBinary(module.EntryName, code, details.ToArray());
    }

    /// <summary>Makes a kernel of what was kept.</summary>
    /// <exception cref="DeviceException">The driver refuses it.</exception>
    public static OpenClKernel Load(OpenClDevice device, KernelRequest request, KernelBinary kept)
    {
        OpenClModule module = Module(kept);
        return device.Info.CompilesForBinaries
            ? device.Load(module with { Text = Encoding.ASCII.GetString(kept.Code) }, request)
            : device.Load(module, request, kept.Code);
    }

    /// <summary>The module that was kept, without its text.</summary>
    private static OpenClModule Module(KernelBinary binary)
    {
        using var reader = new BinaryReader(new MemoryStream(binary.Details), Encoding.UTF8);
        string options = reader.ReadString();
        long shared = reader.ReadInt64();
        var parameters = new OpenClParameter[reader.ReadInt32()];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new OpenClParameter(reader.ReadString(), (OpenClParameterKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32());
        }

        return new OpenClModule("", binary.EntryName, parameters, shared, options);
    }
}
