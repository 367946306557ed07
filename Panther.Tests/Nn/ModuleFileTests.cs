using Panther.Jit.Runtime;
using Panther.Nn;
using Panther.Tests.Samples;

namespace Panther.Tests.Nn;

public sealed class ModuleFileTests
{
    public static TheoryData<string> Devices => NnDevices.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Load_WhatWasSaved_GivesTheSameModel(string kind)
    {
        Device device = TestDevice.Get(kind);
        using var temporary = new TemporaryFile(".safetensors", "");
        using var saved = new Counted(device, 1);
        using var loaded = new Counted(device, 2);
        saved.Save(temporary.Path);
        loaded.Load(temporary.Path);
        using (SafetensorsFile file = SafetensorsFile.Open(temporary.Path))
        {
            Assert.Equal(["bias", "count", "linear.bias", "linear.weight"], file.Entries.Keys.Order(StringComparer.Ordinal));
        }

        Assert.Equal(saved.Values, loaded.Values);
    }

    [Fact]
    public void Load_FileOfAnotherModel_NamesWhatDiffersAndChangesNothing()
    {
        Device device = TestDevice.Get("cpu");
        using var temporary = new TemporaryFile(".safetensors", "");
        using var model = new Counted(device, 1);
        using Tensor<float> other = Tensor<float>.Create(device, new float[3], [3]);
        SafetensorsFile.Write<float>(temporary.Path, [new("bias", other), new("count", other), new("linear.weight", model.Weight), new("extra", other)]);
        float[] before = model.Values;
        string message = Assert.Throws<InvalidDataException>(() => model.Load(temporary.Path)).Message;
        Assert.Contains("missing: linear.bias.", message, StringComparison.Ordinal);
        Assert.Contains("surplus: extra.", message, StringComparison.Ordinal);
        Assert.Contains("another shape: bias ([3] in the file, [1] here), count ([3] in the file, [2] here).", message, StringComparison.Ordinal);
        Assert.Equal(before, model.Values);
    }

    private sealed class Counted : Module<float>
    {
        private readonly Linear<float> linear;

        public Counted(Device device, ulong seed)
        {
            linear = Register("linear", new Linear<float>(device, 3, 2, new RandomState(seed)));
            Register("bias", Tensor<float>.Create(device, [seed], [1]));
            RegisterState("count", Tensor<float>.Create(device, [seed, 2 * seed], [2]));
        }

        public Tensor<float> Weight => linear.Weight;

        public float[] Values => [.. NamedParameters.Concat(NamedStates).SelectMany(t => t.Tensor.ToArray())];
    }
}
