namespace Panther.Jit.Runtime.Cuda;

/// <summary>Recorded work as an executable CUDA graph.</summary>
internal sealed unsafe class CudaGraph : LaunchGraph
{
    private readonly CudaDevice device;
    private nint executable;

    public CudaGraph(CudaDevice device, RecordedWork work)
        : base(work)
    {
        this.device = device;
        CudaDriver driver = device.Enter();
        nint graph = Capture(driver);
        try
        {
            nint made;
            driver.Check(driver.GraphInstantiate(&made, graph, 0), $"cuGraphInstantiate({work.Name})", device.Id);
            executable = made;
        }
        finally
        {
            _ = driver.GraphDestroy(graph);
        }
    }

    private protected override void Enqueue(DeviceStream stream)
    {
        CudaDriver driver = device.Enter();
        CudaResult result = driver.GraphLaunch(executable, ((CudaStream)stream).Handle);
        if (result != CudaResult.Success)
        {
            throw stream.Failure("cuGraphLaunch", driver.Describe(result) + ".");
        }
    }

    private protected override void Release()
    {
        nint freed = Interlocked.Exchange(ref executable, 0);
        if (freed != 0 && !device.IsDisposed)
        {
            // One that still runs is freed by the driver when it is through.
            _ = device.Enter().GraphExecDestroy(freed);
        }
    }

    /// <summary>Has the driver note what the commands enqueue.</summary>
    private nint Capture(CudaDriver driver)
    {
        // Other threads may call what a capture of theirs would forbid: nothing that they do gets into this stream.
        const int ThreadLocal = 1;
        using CudaStream stream = new(device, isDefault: false);
        driver.Check(driver.StreamBeginCapture(stream.Handle, ThreadLocal), "cuStreamBeginCapture", device.Id);
        nint graph = 0;
        try
        {
            foreach (RecordedCommand command in Work.Commands)
            {
                command.Enqueue(stream);
            }
        }
        catch
        {
            _ = driver.StreamEndCapture(stream.Handle, &graph);
            _ = graph == 0 ? CudaResult.Success : driver.GraphDestroy(graph);
            throw;
        }

        driver.Check(driver.StreamEndCapture(stream.Handle, &graph), $"cuStreamEndCapture({Work.Name})", device.Id);
        return graph;
    }
}
