namespace Panther.Jit.Runtime;

/// <summary>Work on the indices from <paramref name="first"/> up to, not including, <paramref name="last"/>.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="state">What was passed to <see cref="HostParallel.For"/>.</param>
/// <param name="first">The first index.</param>
/// <param name="last">The index behind the last one.</param>
/// <param name="worker">The executing thread's number.</param>
public delegate void HostRange<in TState>(TState state, long first, long last, int worker);
