namespace Panther.Nn;

/// <summary>Memory that a reverse sweep gives back before the tape ends.</summary>
public sealed partial class Tape
{
    /// <summary>From now on memory is allocated for a node of a sweep.</summary>
    internal (int Mark, bool Before) BeginTransient()
    {
        bool before = isSweeping;
        isSweeping = true;
        return (storages.Count, before);
    }

    /// <summary>Gives the memory back that was allocated since the mark and holds no gradient.</summary>
    internal void EndTransient(int mark, bool before)
    {
        isSweeping = before;
        int kept = mark;
        for (int i = mark; i < storages.Count; i++)
        {
            if (storages[i].Pins == 0)
            {
                storages[i].Dispose();
            }
            else
            {
                storages[kept++] = storages[i];
            }
        }

        storages.RemoveRange(kept, storages.Count - kept);
    }
}
