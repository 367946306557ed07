using System.Numerics.Tensors;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;
using Panther.Core;

namespace Panther.Tests.Surface;

/// <summary>Extension methods reject what is no matrix; what is one reaches the algorithm, whose checks are tested for themselves.</summary>
public sealed class BridgeRejectionTests
{
    public static TheoryData<string> Methods =>
        [.. Extensions(typeof(MathNetExtensions)).Concat(Extensions(typeof(TensorExtensions))).Select(method => method.ToString()!).Distinct()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Call_OfNoMatrix_IsRejected(string name)
    {
        MethodInfo method = Extensions(typeof(MathNetExtensions)).Concat(Extensions(typeof(TensorExtensions))).First(candidate => candidate.ToString() == name);

        object?[] arguments = [.. method.GetParameters().Select((parameter, i) => i == 0 ? null : Default(parameter))];
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(null, arguments));

        Assert.IsType<ArgumentNullException>(thrown.InnerException);
    }

    [Fact]
    public void Call_OfAVectorOrACube_IsRejected()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Create(new float[8], [8]).CholeskyQr());
        Assert.Throws<ArgumentException>(() => Tensor.Create(new float[8], [8]).PivotedCholesky(1));
        Assert.Throws<ArgumentException>(() => Tensor.Create(new float[8], [2, 2, 2]).LeverageScores());
        Assert.Throws<ArgumentException>(() => Tensor.Create(new float[8], [8, 1]).SolveLeastSquares(Tensor.Create(new float[8], [2, 2, 2])));
    }

    [Fact]
    public void Call_OfNaN_IsRejected()
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(4, 2, double.NaN), sparse = Matrix<double>.Build.Sparse(4, 2, double.NaN);
        Vector<double> b = Vector<double>.Build.Dense(4, 1);

        Assert.Throws<ArgumentException>(() => dense.RandomizedSvd(1));
        Assert.Throws<ArgumentException>(() => sparse.RandomizedSvd(1));
        Assert.Throws<ArgumentException>(() => dense.SolveLeastSquares(b));
        Assert.Throws<ArgumentException>(() => sparse.SolveLeastSquares(b));
    }

    /// <summary>All but those that take spans, which reflection cannot pass; each has a twin that takes a tensor.</summary>
    private static IEnumerable<MethodInfo> Extensions(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.MakeGenericMethod(typeof(double)))
            .Where(method => !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));

    private static object? Default(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(int) ? 1
        : parameter.ParameterType == typeof(double) ? 0.5
        : parameter.ParameterType == typeof(Vector<double>) ? Vector<double>.Build.Dense(1)
        : parameter.ParameterType == typeof(Matrix<double>) ? Matrix<double>.Build.Dense(1, 1)
        : parameter.ParameterType == typeof(Tensor<double>) ? Tensor.Create(new double[1], [1, 1])
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;
}
