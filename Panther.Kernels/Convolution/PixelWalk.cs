using Panther.Kernels.Launch;

namespace Panther.Kernels.Convolution;

/// <summary>What the numbers of pixels mean: image, row and column, and where that is in the images that are gathered.</summary>
internal struct PixelWalk
{
    /// <summary>The pixels of an image.</summary>
    public FastDivisor Plane;

    /// <summary>The pixels of a row.</summary>
    public FastDivisor Row;

    /// <summary>The elements from one gathered image to the next.</summary>
    public long ImageStride;

    /// <summary>The rows of the gathered images from one row of pixels to the next.</summary>
    public int StrideY;

    /// <summary>The columns of them from one pixel to the next.</summary>
    public int StrideX;

    /// <summary>The height of the gathered images; outside, elements are zero.</summary>
    public int Height;

    /// <summary>The width of the gathered images.</summary>
    public int Width;

    public PixelWalk(Extent2 pixels, long imageStride, Extent2 stride, Extent2 gathered)
    {
        Plane = new FastDivisor(pixels.Area);
        Row = new FastDivisor(pixels.X);
        ImageStride = imageStride;
        (StrideY, StrideX) = stride;
        (Height, Width) = gathered;
    }

    /// <summary>The place of a pixel.</summary>
    public readonly PixelPlace At(int pixel)
    {
        int image = Plane.Quotient(pixel);
        int inPlane = pixel - (image * Plane.Value);
        int row = Row.Quotient(inPlane);
        int y = row * StrideY;
        int x = (inPlane - (row * Row.Value)) * StrideX;
        return new PixelPlace { Offset = (image * ImageStride) + ((long)y * Width) + x, Y = y, X = x };
    }

    /// <summary>Whether a pixel meets a weight inside an image.</summary>
    public readonly bool IsInside(PixelPlace pixel, TapPlace tap) => ((uint)(pixel.Y + tap.Y) < (uint)Height) & ((uint)(pixel.X + tap.X) < (uint)Width);
}

/// <summary>The place of a pixel in the images that are gathered.</summary>
internal struct PixelPlace
{
    /// <summary>The element.</summary>
    public long Offset;

    /// <summary>Its row.</summary>
    public int Y;

    /// <summary>Its column.</summary>
    public int X;
}
