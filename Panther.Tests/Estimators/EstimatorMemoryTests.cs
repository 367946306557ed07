using Panther.Core;
using Panther.Jit.Runtime;
using Panther.Tests.Interpolation;

namespace Panther.Tests.Estimators;

/// <summary>Runs alone, since it looks at the memory of the whole device.</summary>
[Collection(nameof(RunsAlone))]
public sealed class EstimatorMemoryTests
{
    public static TheoryData<string> Routines =>
    [
        "XTrace", "XNysTrace", "HutchPlusPlus", "spectral", "leverage", "approximate leverage", "columns", "columns to a tolerance",
        "CUR", "CUR to a tolerance", "sparse columns", "sparse CUR", "columns of an operator", "CUR of an operator",
    ];

    [Theory]
    [MemberData(nameof(Routines))]
    public void Compute_CancelledAtEveryStep_FreesEverything(string routine)
    {
        Device device = RunsAlone.Settled("cpu");
        using DeviceMatrix<double> a = SymmetricMatrix.Upload<double>(device, SymmetricMatrix.Create(SymmetricMatrix.Spectrum("slow", 60), 2));
        using CsrMatrix<double> sparse = SparseMatrix.Upload(device, SparseMatrix.Create("slow", 60, 50));

        // Products make the transpose, which the matrix keeps.
        _ = sparse.TransposedOperand;
        for (int step = 1; ; step++)
        {
            using var source = new CancellationTokenSource();
            var counter = new CancelAt(step, source);
            long before = BuffersInUse(device);
            bool finished = true;
            try
            {
                Run(routine, a, sparse, counter, source.Token);
            }
            catch (OperationCanceledException)
            {
                finished = false;
            }

            Assert.Equal(before, BuffersInUse(device));
            if (finished)
            {
                return;
            }
        }
    }

    private static void Run(string routine, DeviceMatrix<double> a, CsrMatrix<double> sparse, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        switch (routine)
        {
            case "spectral":
                NormEstimator.Spectral(a, new NormEstimatorOptions { Steps = 4 }, progress, cancellation);
                break;
            case "leverage":
                LeverageScores.Compute(a, null, progress, cancellation).Dispose();
                break;
            case "approximate leverage":
                LeverageScores.Approximate(a, null, progress, cancellation).Dispose();
                break;
            case "columns":
                InterpolativeDecomposition.Compute(a, 5, null, progress, cancellation).Dispose();
                break;
            case "columns to a tolerance":
                InterpolativeDecomposition.Compute(a, 0.2, null, progress, cancellation).Dispose();
                break;
            case "CUR":
                Cur.Compute(a, 5, null, progress, cancellation).Dispose();
                break;
            case "CUR to a tolerance":
                Cur.Compute(a, 0.2, null, progress, cancellation).Dispose();
                break;
            case "sparse columns":
                InterpolativeDecomposition.Compute(sparse, 5, null, progress, cancellation).Dispose();
                break;
            case "sparse CUR":
                Cur.Compute(sparse, 0.5, null, progress, cancellation).Dispose();
                break;
            case "columns of an operator":
                InterpolativeDecomposition.Compute(new ProductsOnly<double>(sparse), 0.5, null, progress, cancellation).Dispose();
                break;
            case "CUR of an operator":
                Cur.Compute(new ProductsOnly<double>(sparse), 5, null, progress, cancellation).Dispose();
                break;
            default:
                TraceEstimator.Compute(a, 20, new TraceEstimatorOptions { Method = Enum.Parse<TraceMethod>(routine) }, progress, cancellation);
                break;
        }
    }

    private static long BuffersInUse(Device device)
    {
        device.DefaultStream.Synchronize();
        return device.Memory.BuffersInUse;
    }

    /// <summary>Cancels when a step is reported: the step after it throws.</summary>
    private sealed class CancelAt(int step, CancellationTokenSource source) : IProgress<StepProgress>
    {
        public int Reports { get; private set; }

        public void Report(StepProgress value)
        {
            if (++Reports == step)
            {
                source.Cancel();
            }
        }
    }
}
