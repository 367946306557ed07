using Panther.Jit.Compilation.Store;

namespace Panther.Tests.Store;

public sealed class KernelStoreTests
{
    private readonly MemoryFiles files = new();

    [Fact]
    public void Find_Kept_GivesTheBinary()
    {
        KernelEntry entry = StoreEntries.Make("key");
        new KernelStore(files).Keep(entry);
        Assert.Equal(entry.Binary.Code, new KernelStore(files).Find("key", StoreEntries.Kernel)!.Code);
        Assert.Null(new KernelStore(files).Find("another", StoreEntries.Kernel));
    }

    [Fact]
    public void Find_Damaged_DropsTheFile()
    {
        var store = new KernelStore(files);
        store.Keep(StoreEntries.Make("key"));
        files[KernelStore.FileName("key")][100] ^= 1;
        Assert.Null(store.Find("key", StoreEntries.Kernel));
        Assert.Empty(files.Names);
        Assert.Null(store.Problem);

        store.Keep(StoreEntries.Make("key"));
        Assert.NotNull(store.Find("key", StoreEntries.Kernel));
    }

    [Fact]
    public void Find_EntryOfAnotherKeyUnderTheName_IsNotTaken()
    {
        var store = new KernelStore(files);
        files[KernelStore.FileName("key")] = StoreEntries.Make("another").Encode();
        Assert.Null(store.Find("key", StoreEntries.Kernel));
    }

    [Fact]
    public void Find_ModuleChanged_IsNotTaken()
    {
        KernelEntry entry = StoreEntries.Make("key");
        ModuleAssumption[] changed = [.. entry.Assumptions.Modules];
        changed[0] = changed[0] with { Version = Guid.NewGuid() };
        RequireStale(entry with { Assumptions = entry.Assumptions with { Modules = changed } });
    }

    [Fact]
    public void Find_ModuleGone_IsNotTaken()
    {
        KernelEntry entry = StoreEntries.Make("key");
        RequireStale(entry with { Assumptions = entry.Assumptions with { Modules = [new ModuleAssumption("Nowhere, Version=1.0.0.0", Guid.Empty)] } });
    }

    [Fact]
    public void Find_StaticFieldHasAnotherValue_IsNotTaken()
    {
        KernelEntry entry = StoreEntries.Make("key");
        FieldAssumption field = Assert.Single(entry.Assumptions.Fields);
        Assert.Equal(ConstantHash.Of(StoreEntries.Answer), field.Value);
        RequireStale(entry with { Assumptions = entry.Assumptions with { Fields = [field with { Value = ConstantHash.Of(43) }] } });
        RequireStale(entry with { Assumptions = entry.Assumptions with { Fields = [field with { Name = "Question" }] } });
        RequireStale(entry with { Assumptions = entry.Assumptions with { Fields = [field with { Type = "Panther.Nothing, Panther.Tests" }] } });
    }

    [Fact]
    public void Keep_MoreThanTheLimit_EvictsWhatWasUnusedLongest()
    {
        long size = StoreEntries.Make("00", 1000).Encode().Length;
        for (int i = 0; i < 8; i++)
        {
            files.Now = DateTime.UtcNow.AddDays(i - 20);
            files[KernelStore.FileName($"{i:d2}")] = StoreEntries.Make($"{i:d2}", 1000).Encode();
        }

        files.Now = DateTime.UtcNow;
        var store = new KernelStore(files, limit: 8 * size);
        Assert.NotNull(store.Find("01", StoreEntries.Kernel));
        store.Keep(StoreEntries.Make("08", 1000));

        // Nine are too many; six are three quarters of the limit: the three that were used least recently go, and 01 was just used.
        Assert.Equal(
            new[] { "01", "04", "05", "06", "07", "08" }.Select(KernelStore.FileName).Order(),
            files.Names.Order());
    }

    [Fact]
    public void Keep_AbandonedUnfinishedFiles_AreSwept()
    {
        files.Now = DateTime.UtcNow.AddHours(-2);
        files["old" + StoreDirectory.UnfinishedExtension] = [1];
        files["foreign.txt"] = [1];
        files.Now = DateTime.UtcNow;
        files["new" + StoreDirectory.UnfinishedExtension] = [1];
        new KernelStore(files).Keep(StoreEntries.Make("key"));
        Assert.Equal(
            new[] { "foreign.txt", "new" + StoreDirectory.UnfinishedExtension, KernelStore.FileName("key") }.Order(),
            files.Names.Order());
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("touch")]
    [InlineData("delete")]
    [InlineData("list")]
    public void AnyOperation_DiskFails_IsReportedAndNeverThrown(string operation)
    {
        var store = new KernelStore(files);
        store.Keep(StoreEntries.Make("good"));
        files[KernelStore.FileName("bad")] = [1, 2, 3];
        files.Fails = failed => failed == operation ? new IOException("No space left on device") : null;
        store = new KernelStore(files, limit: 1);
        bool found = store.Find("good", StoreEntries.Kernel) is not null;
        Assert.Equal(operation != "read", found);
        store.Keep(StoreEntries.Make("key"));
        Assert.Null(store.Find("bad", StoreEntries.Kernel));
        store.Drop("good");
        Assert.Contains("No space left on device", store.Problem);
    }

    [Fact]
    public void Keep_AfterAFailure_LeavesTheDiskAlone()
    {
        files.Fails = static _ => new UnauthorizedAccessException("denied");
        var store = new KernelStore(files);
        store.Keep(StoreEntries.Make("key"));
        int calls = files.Calls;
        store.Keep(StoreEntries.Make("key"));
        Assert.Equal(calls, files.Calls);
        Assert.Contains("denied", store.Problem);
    }

    [Fact]
    public void WarmUp_AnyStore_ChangesNothing()
    {
        var store = new KernelStore(files);
        Assert.False(store.HasEntries);
        store.Keep(StoreEntries.Make("key"));
        Assert.True(store.HasEntries);
        store.WarmUp("another", StoreEntries.Kernel);
        Assert.Single(files.Names);
        Assert.Null(store.Problem);
    }

    private void RequireStale(KernelEntry entry)
    {
        var store = new KernelStore(files);
        store.Keep(entry);
        Assert.Null(store.Find(entry.Key, StoreEntries.Kernel));
        Assert.Empty(files.Names);
    }
}
