using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Kernels.Random;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>What a step of a character transformer is made of, each part on its own: forward alone, and with the gradients by all its operands.</summary>
internal sealed class CharTransformerParts(Device device, ReportSession session, int width, int heads, int batch, int context, int characters)
{
    private ulong seed = 1;

    /// <summary>Adds the rows.</summary>
    public void Run()
    {
        int rows = batch * context;
        var random = new Random(1);
        int[] text = [.. Enumerable.Range(0, rows).Select(_ => random.Next(characters))];
        using IndexTensor indices = IndexTensor.Create(device, text, [rows]);
        Shape inHeads = [batch, context, heads, width / heads];
        Time(
            "attention",
            $"b{batch} h{heads} T{context} d{width / heads}",
            x => x[0].Permute(0, 2, 1, 3).ScaledDotProductAttention(x[1].Permute(0, 2, 1, 3), x[2].Permute(0, 2, 1, 3), isCausal: true).Permute(0, 2, 1, 3),
            inHeads,
            inHeads,
            inHeads);
        Time("layer-norm", $"{rows}x{width}", x => x[0].LayerNorm(x[1], x[2]), [rows, width], [width], [width]);
        Time("gelu", $"{rows}x{4 * width}", x => x[0].Gelu(), [rows, 4 * width]);
        Time("residual", $"{rows}x{width}", x => x[0] + x[1], [rows, width], [rows, width]);
        Time("cross-entropy", $"{rows}x{characters}", x => x[0].CrossEntropy(indices), [rows, characters]);
        Time("embedding", $"{rows} of {characters}x{width}", x => x[0].Take(indices), [characters, width]);
        foreach ((int inputs, int outputs) in ((int, int)[])[(width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)])
        {
            using var linear = new Linear<float>(device, inputs, outputs, new RandomState(1));
            Time("linear", $"{rows}x{inputs}x{outputs}", x => linear.Forward(x[0]), linear.Parameters, [rows, inputs]);
        }
    }

    private void Time(string name, string shape, Func<Tensor<float>[], Tensor<float>> function, params Shape[] operands) => Time(name, shape, function, [], operands);

    private void Time(string name, string shape, Func<Tensor<float>[], Tensor<float>> function, IReadOnlyList<Tensor<float>> parameters, params Shape[] operands)
    {
        DeviceStream stream = device.DefaultStream;
        Tensor<float>[] values = [.. operands.Select(Normal)];
        Shape result;
        using (var tape = new Tape(device))
        {
            result = function([.. values.Select(tape.Use)]).Shape;
        }

        using Tensor<float> cotangent = Normal(result);
        Row("forward", () =>
        {
            using var tape = new Tape(device);
            using RecordingScope scope = tape.NoGrad();
            function([.. values.Select(tape.Use)]);
        });
        Row("and gradients", () =>
        {
            using var tape = new Tape(device);
            Tensor<float>[] watched = [.. values.Select(tape.Watch)];
            tape.Gradients(function(watched), [.. watched, .. parameters], cotangent);
        });
        foreach (Tensor<float> value in values)
        {
            value.Dispose();
        }

        void Row(string part, Action run) =>
            session.Compare(new ReportCase($"{name} {part}", shape, "float", ReportUnit.Milliseconds), StreamClock.Contender(stream, run), []);
    }

    private Tensor<float> Normal(Shape shape)
    {
        Tensor<float> result = Tensor<float>.Allocate(device, shape);
        RandomMatrix.FillNormal(device.DefaultStream, result.Elements, shape.Length, 1, 1, new RandomStream(seed++));
        return result;
    }
}
