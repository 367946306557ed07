namespace Panther.Jit.Compilation.Store;

/// <summary>A file of a store.</summary>
/// <param name="Name">Its name, without a directory.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUse">When it was last written or used.</param>
internal readonly record struct StoreFile(string Name, long Bytes, DateTime LastUse);

/// <summary>The files of a store. Everything may throw <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</summary>
internal interface IStoreFiles
{
    /// <summary>The whole file, or null when there is none.</summary>
    byte[]? Read(string name);

    /// <summary>Whether there is any file.</summary>
    bool Any();

    /// <summary>Writes a file whole or not at all, as other processes see it.</summary>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>Notes that a file was used.</summary>
    void Touch(string name);

    /// <summary>Deletes a file if it is there.</summary>
    void Delete(string name);

    /// <summary>All files, those that were left half written among them.</summary>
    IReadOnlyList<StoreFile> List();
}
