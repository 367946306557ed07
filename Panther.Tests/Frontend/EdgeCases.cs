namespace Panther.Tests.Frontend;

/// <summary>Values at which operations of a type behave in particular ways.</summary>
internal static class EdgeCases
{
    public static Array Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new[] { false, true },
        TypeCode.SByte => new sbyte[] { 0, 1, -1, 5, sbyte.MaxValue, sbyte.MinValue },
        TypeCode.Byte => new byte[] { 0, 1, 5, 127, 128, 255 },
        TypeCode.Int16 => new short[] { 0, 1, -1, 5, -300, short.MaxValue, short.MinValue },
        TypeCode.UInt16 => new ushort[] { 0, 1, 5, 300, 32768, 65535 },
        TypeCode.Char => new[] { '\0', 'a', 'Z', '\uFFFF' },
        TypeCode.Int32 => new[] { 0, 1, -1, 2, 3, 5, 7, -5, 13, 31, 32, 33, 127, 128, -129, 255, 40000, 70000, int.MaxValue, int.MinValue },
        TypeCode.UInt32 => new uint[] { 0, 1, 2, 7, 32, 255, 65536, 0x7FFFFFFF, 0x80000000, uint.MaxValue },
        TypeCode.Int64 => new[] { 0L, 1, -1, 7, 63, 64, 255, int.MaxValue, int.MinValue, 1L << 32, 0x4000004000000001, long.MaxValue, long.MinValue },
        TypeCode.UInt64 => new ulong[] { 0, 1, 7, 1UL << 31, 1UL << 32, 0x8000008000000001, 0x4000004000000001, (ulong)long.MaxValue, 1UL << 63, ulong.MaxValue },
        TypeCode.Single => new[]
        {
            0f, -0f, 1, -1, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 127.9f, -129, 255.9f, 300, -300, 70000, 2147483648f, -2147483648f, 4294967296f, 1e10f, -1e10f,
            9.3e18f, 1.9e19f, float.Epsilon, 1e-40f, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        },
        TypeCode.Double => new[]
        {
            0d, -0d, 1, -1, 0.5, 1.5, -2.5, 255.9, -300, 70000, 2147483647.5, -2147483649d, 4294967295.5, 9.2e18, 9.3e18, 1.9e19, -1e30,
            double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        },
        _ when type == typeof(Half) => new[] { (Half)0f, (Half)(-1.5f), (Half)0.1f, Half.MaxValue, Half.Epsilon, Half.NaN, Half.NegativeInfinity },
        _ => Structs(type),
    };

    /// <summary>Structs of floats, each component another edge case.</summary>
    private static Array Structs(Type type)
    {
        var floats = (float[])Of(typeof(float));
        Array result = Array.CreateInstance(type, 9);
        for (int i = 0; i < result.Length; i++)
        {
            object value = Activator.CreateInstance(type)!;
            int component = i;
            foreach (System.Reflection.FieldInfo field in type.GetFields().Where(f => f.FieldType == typeof(float)))
            {
                field.SetValue(value, floats[component++ % floats.Length]);
            }

            result.SetValue(value, i);
        }

        return result;
    }
}
