namespace Panther.Kernels.Convolution;

/// <summary>The weights of channels that a class of pixels meets, numbered by channel, row and column.</summary>
internal struct TapGrid
{
    /// <summary>The weights along the height.</summary>
    public TapAxis Y;

    /// <summary>The weights along the width.</summary>
    public TapAxis X;

    /// <summary>The channels.</summary>
    public int Channels;

    /// <summary>The elements of a channel of the images that are gathered.</summary>
    public int Plane;

    /// <summary>The elements of a row of them.</summary>
    public int Width;

    /// <summary>Gets the classes of pixels: those along the height times those along the width.</summary>
    public readonly int Classes => Y.Classes * X.Classes;

    /// <summary>Gets the weights of a channel.</summary>
    public readonly int KernelArea => Y.Kernel * X.Kernel;

    /// <summary>Gets the most weights that a class of pixels meets.</summary>
    public readonly int MostCount => checked(Channels * Y.MostCount * X.MostCount);

    /// <summary>The weights of one channel that a class meets.</summary>
    public readonly int Area(int residue) => Y.Count(residue / X.Classes) * X.Count(residue % X.Classes);

    /// <summary>Where a class of pixels meets one of its weights.</summary>
    public readonly TapPlace At(int residue, int number)
    {
        int residueY = residue / X.Classes;
        int residueX = residue % X.Classes;
        int columns = X.Count(residueX);
        int area = Y.Count(residueY) * columns;
        int channel = number / area;
        int inChannel = number - (channel * area);
        int weightY = Y.First(residueY) + (inChannel / columns * Y.Step);
        int weightX = X.First(residueX) + (inChannel % columns * X.Step);
        int y = Y.Place(residueY, weightY);
        int x = X.Place(residueX, weightX);
        return new TapPlace { Offset = (channel * Plane) + (y * Width) + x, Y = y, X = x, Weight = (weightY * X.Kernel) + weightX };
    }
}

/// <summary>Where a pixel meets a weight, relative to the pixel; read in one access.</summary>
internal struct TapPlace
{
    /// <summary>The elements from the pixel's to the one it meets.</summary>
    public int Offset;

    /// <summary>The rows from one to the other.</summary>
    public int Y;

    /// <summary>The columns from one to the other.</summary>
    public int X;

    /// <summary>The weight within those of a channel.</summary>
    public int Weight;

    /// <summary>Gets what meets nothing: it is outside of every image.</summary>
    public static TapPlace Outside => new() { Y = int.MinValue / 2 };
}
