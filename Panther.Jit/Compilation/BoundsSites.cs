using Panther.Jit.IR;

namespace Panther.Jit.Compilation;

/// <summary>
/// The places in the source where a kernel's code checks an index, and the record that a failed check fills: the number of the place as i32, or 0;
/// then the index and the length as i64.
/// </summary>
internal sealed class BoundsSites
{
    public const int IndexOffset = 8;
    public const int LengthOffset = 16;
    public const int RecordLongs = 3;

    private readonly List<SourceLocation?> locations = [];

    /// <summary>Returns the number of a place, from 1 on. All code that is compiled of one kernel shares the numbers.</summary>
    public int Add(SourceLocation? location)
    {
        lock (locations)
        {
            int known = locations.IndexOf(location);
            if (known >= 0)
            {
                return known + 1;
            }

            locations.Add(location);
            return locations.Count;
        }
    }

    public SourceLocation? this[int number]
    {
        get
        {
            lock (locations)
            {
                return number > 0 && number <= locations.Count ? locations[number - 1] : null;
            }
        }
    }
}
