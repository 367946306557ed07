using Panther.Jit.Compilation;
using Panther.Jit.Dialect;

namespace Panther.Jit.Runtime;

/// <summary>Loading kernels.</summary>
public abstract partial class Device
{
    private readonly KernelCache kernels = new();

    /// <summary>How many kernels were loaded.</summary>
    internal int LoadedKernels => kernels.Count;

    /// <summary>
    /// Loads a kernel: compiles it, or takes it from the cache. A kernel whose first parameter is an index (<see cref="Index1D"/> to
    /// <c>LongIndex3D</c>) is implicitly grouped and launched with an extent; any other is launched with a <see cref="KernelConfig"/>.
    /// A kernel with <c>SpecializedValue</c> parameters is compiled at its first launch with each combination of their values.
    /// </summary>
    /// <typeparam name="T1">The first parameter's type.</typeparam>
    /// <param name="method">The static method.</param>
    /// <param name="options">How to compile, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A parameter has a type that kernels cannot take.</exception>
    /// <exception cref="KernelCompilationException">
    /// The kernel says what kernels cannot, or asks for what the device lacks; the message names the line and what to write instead. The CPU device, which compiles
    /// for a shape of group, and kernels with <c>SpecializedValue</c> parameters throw it at the launch.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public Kernel<T1> LoadKernel<T1>(Action<T1> method, JitOptions? options = null)
        where T1 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2> LoadKernel<T1, T2>(Action<T1, T2> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3> LoadKernel<T1, T2, T3>(Action<T1, T2, T3> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(Action<T1, T2, T3, T4> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5> LoadKernel<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6> LoadKernel<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7> LoadKernel<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(device, info, chosen));

    /// <inheritdoc cref="LoadKernel{T1}(Action{T1}, JitOptions?)"/>
    public Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> method, JitOptions? options = null)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
        where T14 : struct
        => kernels.Get(method, options, this, static (device, info, chosen) => new Kernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(device, info, chosen));
}
