namespace Panther.Jit.Runtime;

/// <summary>The names of the last launches, for messages.</summary>
public abstract partial class DeviceStream
{
    private const int RememberedLaunches = 8;

    private readonly string?[] launched = new string?[RememberedLaunches];
    private readonly Lock lifetime = new();
    private uint launchCount;

    /// <summary>The last kernels launched, the latest first. Racy between threads, which only blurs a message.</summary>
    internal IReadOnlyList<string> RecentLaunches
    {
        get
        {
            List<string> names = [];
            uint count = launchCount;
            for (uint i = 1; i <= Math.Min(count, RememberedLaunches); i++)
            {
                if (launched[(count - i) % RememberedLaunches] is { } name)
                {
                    names.Add(name);
                }
            }

            return names;
        }
    }

    internal void NoteLaunch(string kernel) => launched[launchCount++ % RememberedLaunches] = kernel;

    internal DeviceException Failure(string call, string error, Exception? inner = null)
        => new(Device.Id, call, error, RecentLaunches, inner);
}
