namespace Panther.Bench.Suites.Engine.Library;

/// <summary>A kernel of the library, ready to run on one device.</summary>
/// <param name="Enqueue">Puts one run into the device's default stream.</param>
/// <param name="Verify">Throws when the last run computed something wrong.</param>
internal sealed record KernelRun(Action Enqueue, Action? Verify = null);
