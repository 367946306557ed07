namespace Panther.Jit.Dialect;

/// <content>8×8 matrices of 16-bit elements from shared memory into fragments.</content>
public static partial class TensorCore
{
    /// <summary>Loads an 8×8 matrix of 16-bit elements from shared memory (ldmatrix). Lanes 0 to 7 the rows of the matrix pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Row g, columns 2t and 2t + 1, of the matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrix)]
    public static uint LoadMatrix1<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();

    /// <summary>Loads two 8×8 matrices of 16-bit elements from shared memory (ldmatrix). Lanes 0 to 15 the rows of the two matrices pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Row g, columns 2t and 2t + 1, of each matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrix)]
    public static Registers2 LoadMatrix2<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();

    /// <summary>Loads four 8×8 matrices of 16-bit elements from shared memory (ldmatrix). Lanes 0 to 31 the rows of the four matrices pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Row g, columns 2t and 2t + 1, of each matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrix)]
    public static Registers4 LoadMatrix4<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();

    /// <summary>Loads an 8×8 matrix of 16-bit elements, each transposed, from shared memory (ldmatrix). Lanes 0 to 7 the rows of the matrix pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Column g, rows 2t and 2t + 1, of the matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrixTransposed)]
    public static uint LoadMatrixTransposed1<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();

    /// <summary>Loads two 8×8 matrices of 16-bit elements, each transposed, from shared memory (ldmatrix). Lanes 0 to 15 the rows of the two matrices pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Column g, rows 2t and 2t + 1, of each matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrixTransposed)]
    public static Registers2 LoadMatrixTransposed2<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();

    /// <summary>Loads four 8×8 matrices of 16-bit elements, each transposed, from shared memory (ldmatrix). Lanes 0 to 31 the rows of the four matrices pass, one row a lane; a row of 8×4
    /// elements of 32 bits does as well.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="row">The row's first element, at a multiple of 16 bytes in shared memory.</param>
    /// <returns>Column g, rows 2t and 2t + 1, of each matrix.</returns>
    [DeviceIntrinsic(IR.DeviceOp.LoadMatrixTransposed)]
    public static Registers4 LoadMatrixTransposed4<T>(ref T row)
        where T : unmanaged
        => throw OnlyInKernels();
}
