using Panther.Jit.Runtime;

namespace Panther.Tests.Runtime;

/// <summary>Tests that watch the process-wide counters run alone.</summary>
[CollectionDefinition(nameof(PantherDiagnostics), DisableParallelization = true)]
public sealed class DiagnosticsCollection;
