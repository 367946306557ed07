using System.Diagnostics.CodeAnalysis;
using Panther.Jit.IR;

namespace Panther.Jit.Frontend;

/// <summary>
/// What is known to stand in the thread's own memory at one point of the program. Loads of known places become the value itself, which keeps
/// constants constants while they pass through structs and arguments, and spares the passes most of the memory traffic of CIL.
/// </summary>
internal sealed class LocalState
{
    private Dictionary<AllocaInstruction, Dictionary<long, Value>> known = [];
    private bool isShared;

    public bool TryGet(AllocaInstruction alloca, long offset, IrType type, [NotNullWhen(true)] out Value? value)
    {
        value = null;
        return known.TryGetValue(alloca, out Dictionary<long, Value>? places)
            && places.TryGetValue(offset, out value)
            && (value.Type == type || (value.Type.IsPointer && type.IsPointer));
    }

    public void Set(AllocaInstruction alloca, long offset, Value value)
    {
        MakeWritable();
        if (!known.TryGetValue(alloca, out Dictionary<long, Value>? places))
        {
            known.Add(alloca, places = []);
        }

        if (places.Count > 0 && !(places.TryGetValue(offset, out Value? old) && old.Type.Size == value.Type.Size))
        {
            foreach (long place in places.Where(p => p.Key < offset + value.Type.Size && offset < p.Key + p.Value.Type.Size).Select(p => p.Key).ToArray())
            {
                places.Remove(place);
            }
        }

        places[offset] = value;
    }

    public void Forget(AllocaInstruction alloca)
    {
        if (known.ContainsKey(alloca))
        {
            MakeWritable();
            known.Remove(alloca);
        }
    }

    public void ForgetAll()
    {
        known = [];
        isShared = false;
    }

    /// <summary>Returns a state that starts as this one and goes its own way.</summary>
    public LocalState Fork()
    {
        isShared = true;
        return new LocalState { known = known, isShared = true };
    }

    /// <summary>Returns what holds on every way into a block.</summary>
    public static LocalState Meet(IReadOnlyList<LocalState> states)
    {
        if (states.Count == 1)
        {
            return states[0].Fork();
        }

        var result = new LocalState();
        foreach ((AllocaInstruction alloca, Dictionary<long, Value> places) in states[0].known)
        {
            foreach ((long offset, Value value) in places)
            {
                if (states.Skip(1).All(s => s.known.TryGetValue(alloca, out Dictionary<long, Value>? others)
                    && others.TryGetValue(offset, out Value? other) && ReferenceEquals(value, other)))
                {
                    result.Set(alloca, offset, value);
                }
            }
        }

        return result;
    }

    private void MakeWritable()
    {
        if (isShared)
        {
            known = known.ToDictionary(k => k.Key, k => new Dictionary<long, Value>(k.Value));
            isShared = false;
        }
    }
}
