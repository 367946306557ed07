using System.Reflection.Emit;

namespace Panther.Jit.Backends.Cpu.Emission;

/// <summary>Locals for the length of a statement, used again by later ones: .NET's compiler gives up on methods of many locals.</summary>
internal sealed partial class KernelEmitter
{
    private readonly Dictionary<Type, Stack<LocalBuilder>> free = [];
    private readonly Stack<LocalBuilder> rented = [];

    /// <summary>Returns a local of undefined contents, the caller's until the statement ends.</summary>
    private LocalBuilder Rent(Type type)
    {
        LocalBuilder local = free.TryGetValue(type, out Stack<LocalBuilder>? known) && known.TryPop(out LocalBuilder? old) ? old : il.DeclareLocal(type);
        rented.Push(local);
        return local;
    }

    /// <summary>Writes a statement and takes back the locals that it has rented.</summary>
    private void EmitStatement(Action write)
    {
        int before = rented.Count;
        write();
        while (rented.Count > before)
        {
            LocalBuilder local = rented.Pop();
            if (!free.TryGetValue(local.LocalType, out Stack<LocalBuilder>? known))
            {
                free.Add(local.LocalType, known = []);
            }

            known.Push(local);
        }
    }
}
