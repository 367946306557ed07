namespace Panther.Jit.Runtime.Cuda;

/// <summary>Those results of the CUDA driver (<c>CUresult</c>) that the runtime tells apart; all others are failures with the driver's own text.</summary>
internal enum CudaResult
{
    /// <summary>CUDA_SUCCESS.</summary>
    Success = 0,

    /// <summary>CUDA_ERROR_OUT_OF_MEMORY.</summary>
    OutOfMemory = 2,

    /// <summary>CUDA_ERROR_NOT_READY: the work asked about is not complete.</summary>
    NotReady = 600,
}
