namespace Panther.Jit.Backends.Ptx;

/// <summary>A kernel as PTX text, and what a launch must know of it.</summary>
/// <param name="Text">The module.</param>
/// <param name="EntryName">The name of its one entry.</param>
/// <param name="ParameterBytes">The size of the parameter block.</param>
/// <param name="StaticSharedBytes">The shared memory that the module reserves by itself.</param>
/// <param name="ExtraDynamicBytes">
/// The bytes that every launch must add to its own dynamic shared memory: what the kernel allocates statically, where that exceeds
/// <see cref="SharedLayout.StaticLimit"/>. It lies in front of the launch's own part.
/// </param>
/// <param name="IndicesPerThread">The indices that one thread of an implicitly grouped kernel does.</param>
internal sealed record PtxModule(string Text, string EntryName, int ParameterBytes, int StaticSharedBytes, int ExtraDynamicBytes, int IndicesPerThread);
