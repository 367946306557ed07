namespace Panther.Jit.Runtime;

/// <summary>Writes the leaves of a struct from <paramref name="offset"/> on and returns the offset behind the last one.</summary>
internal unsafe delegate int StructureWriter<T>(ref T value, byte* block, int offset, DeviceStream stream)
    where T : struct;
