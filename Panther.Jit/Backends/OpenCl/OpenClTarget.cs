namespace Panther.Jit.Backends.OpenCl;

/// <summary>What OpenCL C text is made for.</summary>
/// <param name="DeviceName">The device as messages name it.</param>
/// <param name="CVersion">The version of OpenCL C, such as 1.2.</param>
internal sealed record OpenClTarget(string DeviceName, Version CVersion)
{
    /// <summary>Gets a value indicating whether the device computes in double (cl_khr_fp64, or part of the core since 1.2).</summary>
    public bool Float64 { get; init; }

    /// <summary>Gets a value indicating whether the device computes in half (cl_khr_fp16). Moving and converting halves needs nothing.</summary>
    public bool Float16 { get; init; }

    /// <summary>Gets a value indicating whether the device has atomic operations on 64 bits (cl_khr_int64_base_atomics and cl_khr_int64_extended_atomics).</summary>
    public bool Int64Atomics { get; init; }

    /// <summary>
    /// Gets a value indicating whether the device rounds float division and square roots correctly when asked to
    /// (CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT); where it does not, they are computed in double.
    /// </summary>
    public bool CorrectlyRoundedDivideSqrt { get; init; }

    /// <summary>Gets a value indicating whether the text names the C# lines.</summary>
    public bool DebugLines { get; init; }
}
