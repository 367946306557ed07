namespace Panther.Jit.Compilation.Store;

/// <summary>What a backend and a driver made of a kernel, in the form in which the driver takes it again without compiling.</summary>
/// <param name="EntryName">The kernel's name in the code.</param>
/// <param name="Code">The driver's own format: a cubin, a program binary.</param>
/// <param name="Details">What the device's runtime must know beside it, in a form of its own.</param>
internal sealed record KernelBinary(string EntryName, byte[] Code, byte[] Details);
