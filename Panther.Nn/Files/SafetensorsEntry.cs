namespace Panther.Nn;

/// <summary>A tensor of a <see cref="SafetensorsFile"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="ElementType">The type of its elements in the file, as the format calls it: <c>F32</c>, <c>BF16</c>, ...</param>
/// <param name="Shape">The extents; elements lie row by row.</param>
/// <param name="Offset">Where its bytes start, counted from the end of the header.</param>
/// <param name="ByteLength">The number of its bytes.</param>
public sealed record SafetensorsEntry(string Name, string ElementType, Shape Shape, long Offset, long ByteLength);
