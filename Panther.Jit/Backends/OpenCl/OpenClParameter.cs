namespace Panther.Jit.Backends.OpenCl;

/// <summary>What a launch passes for an argument of an OpenCL kernel.</summary>
internal enum OpenClParameterKind : byte
{
    /// <summary>A buffer, or null: the one that a pointer in the parameter block points into.</summary>
    Buffer,

    /// <summary>A ulong: the bytes from the start of the buffer to where the same pointer points.</summary>
    BufferOffset,

    /// <summary>The scalar of the parameter block; a bool is one byte.</summary>
    Scalar,

    /// <summary>Local memory, as large as the launch's dynamic shared memory.</summary>
    DynamicShared,

    /// <summary>An int: the size in bytes of the launch's dynamic shared memory.</summary>
    DynamicSharedBytes,
}

/// <summary>One argument of an OpenCL kernel.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Kind">What is passed.</param>
/// <param name="BlockOffset">The offset in the parameter block of the scalar or pointer that it is made of; -1 for dynamic shared memory.</param>
/// <param name="Size">The argument's size in bytes: a scalar's own, 8 for the offset of a buffer; 0 where the launch decides.</param>
internal sealed record OpenClParameter(string Name, OpenClParameterKind Kind, int BlockOffset, int Size);
