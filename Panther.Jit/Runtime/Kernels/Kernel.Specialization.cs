using System.Diagnostics;

namespace Panther.Jit.Runtime;

/// <summary>The compiled variants, one for each combination of specialised values.</summary>
public abstract unsafe partial class Kernel
{
    private readonly int keyBytes;
    private readonly Lock compiling = new();
    private Variant[] variants = [];
    private CompiledKernel? unspecialized;

    /// <summary>Compiles now what needs no specialised value.</summary>
    internal void Prepare()
    {
        if (keyBytes == 0 && unspecialized is null)
        {
            lock (compiling)
            {
                unspecialized ??= Compile([]);
            }
        }
    }

    private CompiledKernel Select(ref ParameterBlock block)
    {
        if (unspecialized is { } only)
        {
            return only;
        }

        ReadOnlySpan<byte> key = new(block.Key, block.KeyLength);
        return Find(variants, key) ?? CompileVariant(key);
    }

    private static CompiledKernel? Find(Variant[] variants, ReadOnlySpan<byte> key)
    {
        foreach (Variant variant in variants)
        {
            if (key.SequenceEqual(variant.Key))
            {
                return variant.Code;
            }
        }

        return null;
    }

    private CompiledKernel CompileVariant(ReadOnlySpan<byte> key)
    {
        lock (compiling)
        {
            if (Find(variants, key) is { } found)
            {
                return found;
            }

            CompiledKernel code = Compile(key);
            variants = [.. variants, new Variant(key.ToArray(), code)];
            return code;
        }
    }

    private CompiledKernel Compile(ReadOnlySpan<byte> key)
    {
        object?[] values = new object?[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind == ArgumentKind.Specialized)
            {
                values[i] = SpecializedReader.Read(arguments[i].Type, key[..arguments[i].KeyBytes]);
                key = key[arguments[i].KeyBytes..];
            }
        }

        using Activity? activity = RuntimeTelemetry.Activities.StartActivity("CompileKernel");
        activity?.SetTag("kernel", Name).SetTag("device", Device.Id);
        CompiledKernel code = Device.Compiler.Compile(Device, new KernelRequest(method, Form, values, Options));
        RuntimeTelemetry.CompiledKernels.Add(1);
        return code;
    }

    private readonly record struct Variant(byte[] Key, CompiledKernel Code);
}
