namespace Panther.Jit.Runtime.Cuda;

/// <summary>What PTX for a device may say: the target architecture and the version of the instruction set.</summary>
/// <param name="Architecture">The target, such as <c>sm_90a</c>.</param>
/// <param name="IsaMajor">The instruction set's major version.</param>
/// <param name="IsaMinor">The instruction set's minor version.</param>
/// <param name="ComputeCapability">The architecture as 10 * major + minor.</param>
internal readonly record struct CudaTarget(string Architecture, int IsaMajor, int IsaMinor, int ComputeCapability)
{
    /// <summary>CUDA versions (1000 * major + 10 * minor) and the PTX version each brought (10 * major + minor), from the PTX ISA's release notes.</summary>
    private static readonly (int Cuda, int Isa)[] Releases =
    [
        (11000, 70), (11010, 71), (11020, 72), (11030, 73), (11040, 74), (11050, 75), (11060, 76), (11070, 77), (11080, 78),
        (12000, 80), (12010, 81), (12020, 82), (12030, 83), (12040, 84), (12050, 85), (12070, 86), (12080, 87), (12090, 88),
        (13000, 90), (13010, 91),
    ];

    /// <summary>Architectures, and the PTX version from which each may be named; those with a suffix unlock features of that one chip.</summary>
    private static readonly (int Capability, string Name, int Isa)[] Architectures =
    [
        (60, "sm_60", 70), (61, "sm_61", 70), (70, "sm_70", 70), (75, "sm_75", 70), (80, "sm_80", 70), (86, "sm_86", 71), (87, "sm_87", 74),
        (89, "sm_89", 78), (90, "sm_90", 78), (90, "sm_90a", 80), (100, "sm_100", 86), (100, "sm_100a", 86), (103, "sm_103", 88),
        (103, "sm_103a", 88), (120, "sm_120", 87), (120, "sm_120a", 87), (121, "sm_121", 88), (121, "sm_121a", 88),
    ];

    /// <summary>Gets a value indicating whether reads may say how many bytes they bring into the second-level cache.</summary>
    public bool HasCacheFetch => ComputeCapability >= 80 && (10 * IsaMajor) + IsaMinor >= 74;

    /// <summary>
    /// The best target for a device and driver: the device's own architecture, with its special features where the driver knows them, else the
    /// newest older one, which the driver compiles forward.
    /// </summary>
    /// <param name="major">The device's compute capability, major.</param>
    /// <param name="minor">The device's compute capability, minor.</param>
    /// <param name="driverVersion">The driver's CUDA version as 1000 * major + 10 * minor.</param>
    public static CudaTarget For(int major, int minor, int driverVersion)
    {
        int isa = Releases[0].Isa;
        foreach ((int cuda, int version) in Releases)
        {
            isa = driverVersion >= cuda ? version : isa;
        }

        int capability = (10 * major) + minor;
        (int Capability, string Name, int Isa) best = Architectures[0];
        foreach ((int Capability, string Name, int Isa) architecture in Architectures)
        {
            // Features of one chip are no subset of a later chip's: their targets run only on the chip itself.
            bool exact = architecture.Capability == capability;
            if (architecture.Isa <= isa && (exact || (architecture.Capability < capability && !architecture.Name.EndsWith('a'))))
            {
                best = architecture;
            }
        }

        return new CudaTarget(best.Name, isa / 10, isa % 10, best.Capability);
    }
}
