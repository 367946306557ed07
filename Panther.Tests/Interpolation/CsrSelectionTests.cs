using System.Reflection;
using Panther.Core;
using Panther.Jit.Compilation;
using Panther.Jit.Runtime;
using Panther.Jit.Runtime.Cuda;
using Panther.Kernels.Sketch.Csr;
using Panther.Tests.Kernels;

namespace Panther.Tests.Interpolation;

public sealed class CsrSelectionTests
{
    public static TheoryData<string> Devices => KernelDevices.All;

    /// <summary>Rows and columns in any order and more than once, empty ones among them.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Select_RowsAndColumns_AreThoseOfTheMatrix(string kind)
    {
        Device device = TestDevice.Get(kind);
        foreach ((int rows, int columns) in new[] { (1, 1), (33, 20), (20, 443) })
        {
            double[,] dense = SparseMatrix.Create("slow", rows, columns);
            using CsrMatrix<double> matrix = SparseMatrix.Upload(device, dense);
            int[] picked = [.. Enumerable.Range(0, 2 * rows).Select(i => 7 * i % rows)];
            int[] pickedColumns = [.. Enumerable.Range(0, columns).Select(i => 3 * i % columns)];

            using CsrMatrix<double> ofRows = matrix.SelectRows(picked), ofColumns = matrix.SelectColumns(pickedColumns);

            Assert.Equal(((long)picked.Length, (long)columns, (long)rows, (long)pickedColumns.Length), (ofRows.Rows, ofRows.Columns, ofColumns.Rows, ofColumns.Columns));
            double[,] rowValues = ofRows.ToArray(), columnValues = ofColumns.ToArray();
            for (int i = 0; i < picked.Length; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Assert.Equal(dense[picked[i], j], rowValues[i, j]);
                }
            }

            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < pickedColumns.Length; j++)
                {
                    Assert.Equal(dense[i, pickedColumns[j]], columnValues[i, j]);
                }
            }
        }
    }

    [Theory]
    [InlineData("Lengths", null)]
    [InlineData("Gather", typeof(float))]
    [InlineData("AddRepeated", typeof(float))]
    [InlineData("AddRepeated", typeof(double))]
    public void Kernels_OnHopper_NeedNoLocalMemory(string name, Type? type)
    {
        MethodInfo method = typeof(CsrRowKernels).GetMethod(name, BindingFlags.Static | BindingFlags.Public)!;
        method = type is null ? method : method.MakeGenericMethod(type);
        var request = new KernelRequest(method, KernelForm.Implicit, new object?[method.GetParameters().Length], JitOptions.Default);

        Assert.DoesNotContain(".local", KernelCompiler.EmitPtx(CudaTarget.For(9, 0, 13000), 32, request).Text);
    }
}
