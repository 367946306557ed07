namespace Panther.Tests.Nn;

/// <summary>The kinds of devices that operations on tensors are held to.</summary>
public static class NnDevices
{
    public static TheoryData<string> All { get; } = ["cpu", "cuda", "opencl"];
}
