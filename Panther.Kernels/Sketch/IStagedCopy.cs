using Panther.Jit.Dialect;

namespace Panther.Kernels.Sketch;

/// <summary>A way from global to shared memory that a kernel waits for later.</summary>
internal interface IStagedCopy
{
    /// <summary>Starts to copy an element of 4, 8 or 16 bytes.</summary>
    static abstract void Copy<T>(ref T destination, ref T source)
        where T : unmanaged;

    /// <summary>Closes the group of the copies since the last group.</summary>
    static abstract void Commit();

    /// <summary>Waits for all groups of the thread but the latest.</summary>
    static abstract void WaitForAllButOne();

    /// <summary>Waits for all groups of the thread.</summary>
    static abstract void WaitForAll();

    /// <summary>Waits for the threads of the own 32, whose copies that have been waited for can be read then.</summary>
    static abstract void JoinLanes();
}

/// <summary>Copies that go on while the thread computes; where <c>DeviceFeature.AsyncCopy</c> is supported.</summary>
internal readonly struct CopyInBackground : IStagedCopy
{
    /// <inheritdoc/>
    public static void Copy<T>(ref T destination, ref T source)
        where T : unmanaged
        => AsyncCopy.Copy(ref destination, ref source);

    /// <inheritdoc/>
    public static void Commit() => AsyncCopy.Commit();

    /// <inheritdoc/>
    public static void WaitForAllButOne() => AsyncCopy.Wait(1);

    /// <inheritdoc/>
    public static void WaitForAll() => AsyncCopy.Wait(0);

    /// <inheritdoc/>
    public static void JoinLanes() => Warp.Barrier();
}

/// <summary>Copies at once, on any device.</summary>
internal readonly struct CopyAtOnce : IStagedCopy
{
    /// <inheritdoc/>
    public static void Copy<T>(ref T destination, ref T source)
        where T : unmanaged
        => destination = source;

    /// <inheritdoc/>
    public static void Commit()
    {
    }

    /// <inheritdoc/>
    public static void WaitForAllButOne()
    {
    }

    /// <inheritdoc/>
    public static void WaitForAll()
    {
    }

    /// <inheritdoc/>
    public static void JoinLanes() => Group.Barrier();
}
