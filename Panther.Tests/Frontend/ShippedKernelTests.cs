using System.Reflection;
using Panther.Jit.Compilation;

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
        int dot = name.LastIndexOf('.');
        Type type = typeof(Panther.Kernels.Factor.Cholesky).Assembly.GetType(name[..dot])!;
        MethodInfo method = type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).First(m => m.Name == name[(dot + 1)..]);
        if (method.IsGenericMethodDefinition)
        {
            Type[] arguments = [.. method.GetGenericArguments().Select(_ => typeof(float))];
            method = method.MakeGenericMethod(arguments);
        }

        var values = new Dictionary<int, object>();
        foreach (ParameterInfo parameter in method.GetParameters().Where(p => ArgumentLayout.IsSpecialized(p.ParameterType)))
        {
            values.Add(parameter.Position, Convert.ChangeType(1, parameter.ParameterType.GetGenericArguments()[0]));
        }

        KernelRun.Translate(method, values);
    }
}
