using MathNet.Numerics.LinearAlgebra;

namespace Panther.Tests.Fitting;

/// <summary>A least-squares problem whose solution is known because it is made from it, and the exact backward error of answers to it.</summary>
internal sealed class LeastSquaresProblem
{
    private readonly Lazy<(Matrix<double> Right, double[] Values)> svd;

    private LeastSquaresProblem(double[,] a, double[] b, double[] solution)
    {
        A = a;
        B = b;
        Solution = solution;
        svd = new(() =>
        {
            var decomposition = Matrix<double>.Build.DenseOfArray(a).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R.Svd();
            return (decomposition.VT, [.. decomposition.S]);
        });
    }

    public double[,] A { get; }

    public double[] B { get; }

    public double[] Solution { get; }

    /// <summary>A = U diag(σ) Vᵀ with σ falling geometrically from 1 to 1/κ, b = A x + r with ‖A x‖ about 1 and r orthogonal to A.</summary>
    public static LeastSquaresProblem Create(int rows, int columns, double condition, double residual, int seed)
    {
        var random = new Random(seed);
        Matrix<double> u = Gaussian(rows, columns + 1, random).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        Matrix<double> v = Gaussian(columns, columns, random).QR().Q;
        double[] values = [.. Enumerable.Range(0, columns).Select(i => Math.Pow(condition, -i / Math.Max(1.0, columns - 1)))];
        Matrix<double> a = u.SubMatrix(0, rows, 0, columns) * Matrix<double>.Build.DenseOfDiagonalArray(values) * v.Transpose();
        Vector<double> x = Gaussian(columns, 1, random).Column(0).Normalize(2);
        Vector<double> b = (a * x) + (residual * u.Column(columns));
        return new LeastSquaresProblem(a.ToArray(), [.. b], [.. x]);
    }

    /// <summary>The same matrix and another right-hand side of the same kind.</summary>
    public LeastSquaresProblem WithRightHandSide(int seed)
    {
        var random = new Random(seed);
        return new LeastSquaresProblem(A, Array.ConvertAll(B, v => v * (1 + (0.01 * random.NextDouble()))), []);
    }

    public static LeastSquaresProblem Of(double[,] a, double[] b) => new(a, b, []);

    /// <summary>
    /// The Karlson-Waldén estimate, relative to ‖A‖, with θ = ‖A‖ / ‖b‖: within a factor 1.28 of the backward error. The residual and its products with A are computed
    /// with twice the working precision, so that rounding here has no say.
    /// </summary>
    public double BackwardError(IReadOnlyList<double> x)
    {
        int rows = A.GetLength(0);
        int columns = A.GetLength(1);
        var residual = new (double High, double Low)[rows];
        for (int i = 0; i < rows; i++)
        {
            var sum = new DoubleSum(B[i]);
            for (int j = 0; j < columns; j++)
            {
                sum.AddProduct(-A[i, j], x[j]);
            }

            residual[i] = sum.Value;
        }

        var gradient = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            var sum = new DoubleSum(0);
            for (int i = 0; i < rows; i++)
            {
                sum.AddProduct(A[i, j], residual[i].High);
                sum.AddProduct(A[i, j], residual[i].Low);
            }

            gradient[j] = sum.Value.High + sum.Value.Low;
        }

        (Matrix<double> right, double[] values) = svd.Value;
        double norm = Math.Sqrt(values.Sum(s => s * s));
        double theta = norm / Math.Sqrt(B.Sum(v => v * v));
        double root = Math.Sqrt(1 + (theta * theta * x.Sum(v => v * v)));
        double shift = theta * Math.Sqrt(residual.Sum(r => r.High * r.High)) / root;
        Vector<double> coordinates = right * Vector<double>.Build.Dense(gradient);
        return theta / root / norm * Math.Sqrt(coordinates.Select((c, i) => c * c / ((values[i] * values[i]) + (shift * shift))).Sum());
    }

    private static Matrix<double> Gaussian(int rows, int columns, Random random) =>
        Matrix<double>.Build.Dense(rows, columns, (_, _) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    /// <summary>A sum of products with an error of the order of the square of the unit roundoff (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26, 2005, Dot2).</summary>
    private struct DoubleSum(double start)
    {
        private double high = start;
        private double low;

        public readonly (double High, double Low) Value
        {
            get
            {
                double sum = high + low;
                return (sum, low - (sum - high));
            }
        }

        public void AddProduct(double x, double y)
        {
            double product = x * y;
            double productError = Math.FusedMultiplyAdd(x, y, -product);
            double sum = high + product;
            double part = sum - high;
            double sumError = (high - (sum - part)) + (product - part);
            high = sum;
            low += productError + sumError;
        }
    }
}
