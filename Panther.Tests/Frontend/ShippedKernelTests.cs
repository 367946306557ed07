using System.Reflection;
using Panther.Jit.Compilation;
using Panther.Jit.IR;
using Panther.Jit.Passes;

namespace Panther.Tests.Frontend;

public class ShippedKernelTests
{
    public static TheoryData<string> Kernels()
    {
        var data = new TheoryData<string>();
        foreach (Type type in typeof(Panther.Kernels.Factor.Cholesky).Assembly.GetTypes().Where(t => t.Name.EndsWith("Kernels", StringComparison.Ordinal)))
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                bool isHelper = method.ReturnType != typeof(void) || method.Name.Contains('<')
                    || method.GetParameters().Any(p => p.ParameterType.IsByRef || p.ParameterType.IsArray);
                if (!isHelper)
                {
                    data.Add($"{type.FullName}.{method.Name}");
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Translate_ShippedKernel_IsWellFormed(string name)
    {
        (MethodInfo method, Dictionary<int, object> values) = Find(name);
        KernelRun.Translate(method, values);
    }

    [Theory]
    [InlineData("Fill")]
    [InlineData("Scale")]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Triad")]
    [InlineData("Convert")]
    public void Optimize_ShippedElementwiseKernel_GivesAThreadSeveralIndices(string name)
    {
        (MethodInfo method, Dictionary<int, object> values) = Find($"{typeof(Panther.Kernels.Elementwise.ElementwiseKernels).FullName}.{name}");
        KernelFunction function = KernelRun.Translate(method, values);
        PassPipeline.Run(function, KernelRun.Target);
        Assert.InRange(function.IndicesPerThread, 2, 4);
    }

    /// <summary>Closes a kernel, and gives its specialised parameters a value.</summary>
    internal static (MethodInfo Method, Dictionary<int, object> Specializations) Find(string name)
    {
        int dot = name.LastIndexOf('.');
        Type type = typeof(Panther.Kernels.Factor.Cholesky).Assembly.GetType(name[..dot])!;
        MethodInfo method = type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).First(m => m.Name == name[(dot + 1)..]);
        if (method.IsGenericMethodDefinition)
        {
            method = Close(method);
        }

        var values = new Dictionary<int, object>();
        foreach (ParameterInfo parameter in method.GetParameters().Where(p => ArgumentLayout.IsSpecialized(p.ParameterType)))
        {
            values.Add(parameter.Position, Convert.ChangeType(1, parameter.ParameterType.GetGenericArguments()[0]));
        }

        return (method, values);
    }

    /// <summary>Closes a generic kernel over float, and over structs of the library where a parameter wants one of its interfaces.</summary>
    private static MethodInfo Close(MethodInfo method)
    {
        Type[][] candidates = [.. method.GetGenericArguments().Select(Candidates)];
        IEnumerable<Type[]> choices = candidates.Aggregate(
            (IEnumerable<Type[]>)[[]],
            (chosen, next) => chosen.SelectMany(c => next.Select(n => (Type[])[.. c, n])));
        foreach (Type[] choice in choices)
        {
            try
            {
                return method.MakeGenericMethod(choice);
            }
            catch (ArgumentException)
            {
                // The constraints of one parameter may depend on another's choice.
            }
        }

        throw new InvalidOperationException($"No type arguments fit {method}.");
    }

    private static Type[] Candidates(Type parameter)
    {
        Type[] interfaces = [.. parameter.GetGenericParameterConstraints().Where(c => c.IsInterface && c.Namespace!.StartsWith("Panther", StringComparison.Ordinal))];
        if (interfaces.Length == 0)
        {
            return [typeof(float), typeof(double)];
        }

        Assembly assembly = interfaces[0].Assembly;
        return [.. assembly.GetTypes().Where(t => t.IsValueType && Array.TrueForAll(interfaces, i => t.GetInterfaces().Any(x => x.Name == i.Name)))
            .SelectMany(t => t.IsGenericTypeDefinition ? CloseOverFloat(t) : [t])];
    }

    private static IEnumerable<Type> CloseOverFloat(Type type)
    {
        try
        {
            return [type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(float))])];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }
}
