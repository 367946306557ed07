namespace Panther.Jit.Backends.OpenCl;

/// <summary>A kernel as OpenCL C text, and what a launch must know of it.</summary>
/// <param name="Text">The program.</param>
/// <param name="EntryName">The name of its one kernel.</param>
/// <param name="Parameters">The kernel's arguments in order.</param>
/// <param name="StaticSharedBytes">The local memory that the kernel declares itself.</param>
/// <param name="BuildOptions">The options that the text has to be built with.</param>
internal sealed record OpenClModule(
    string Text, string EntryName, IReadOnlyList<OpenClParameter> Parameters, long StaticSharedBytes, string BuildOptions);
