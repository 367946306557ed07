using System.Numerics;
using Panther.Core;

namespace Panther.Tests.Surface;

/// <summary>Every public algorithm. A new one is added here; <see cref="RejectionTests"/> says so if it is not.</summary>
internal static partial class AlgorithmCases
{
    public static IReadOnlyList<AlgorithmCase> All { get; } =
    [
        new RandomizedSvdToRank(), new RandomizedSvdToTolerance(), new BlockKrylovSvdCompute(), new RandomizedEigenCompute(),
        new CholeskyQrCompute(), new TallQrCompute(), new PivotedQrCompute(), new PivotedCholeskyCompute(),
        new InterpolationToRank(), new InterpolationToTolerance(), new CurToRank(), new CurToTolerance(),
        new LeastSquaresMatrix(), new LeastSquaresRightSides(), new RidgeRegressionMatrix(), new RidgeRegressionRightSides(),
        new ConjugateGradientMatrix(), new ConjugateGradientRightSides(), new NystromOfMatrix(),
        new LeverageScoresCompute(), new LeverageScoresApproximate(), new SpectralNorm(), new FrobeniusNorm(), new TraceOfProducts(), new TraceToTolerance(),
    ];

    private static T[,] Ones<T>(long rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[rows, columns];
        DenseOperand.Span(values).Fill(T.One);
        return values;
    }
}
