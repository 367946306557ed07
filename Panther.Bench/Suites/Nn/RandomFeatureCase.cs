using Panther.Bench.Harness;
using Panther.Bench.Report;
using Panther.Jit.Runtime;
using Panther.Nn;

namespace Panther.Bench.Suites.Nn;

/// <summary>Attention by random features beside exact attention: the layers with their projections, and the operations alone; forward, and with the gradients by input and parameters.</summary>
internal sealed class RandomFeatureCase : INnCase
{
    public string Name => "random-features";

    public void Run(Device device, ReportSession session)
    {
        (int batch, int length, int width, int heads, int features) = (device.IsProcessor, session.Quick) switch
        {
            (true, true) => (1, 512, 128, 2, 64),
            (true, false) => (1, 4096, 128, 2, 64),
            _ => (4, 16384, 512, 8, 256),
        };
        DeviceStream stream = device.DefaultStream;
        Shape inputShape = [batch, length, width];
        Shape headShape = [batch, heads, length, width / heads];
        int count = batch * length * width;
        using Tensor<float> x = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(1), count), inputShape);
        using Tensor<float> key = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(2), count), headShape);
        using Tensor<float> value = Tensor<float>.Create(device, BenchData.Uniform<float>(new Random(3), count), headShape);
        using Tensor<float> projection = RandomFeatures.DrawProjection<float>(device, features, width / heads, 1);
        foreach (bool isCausal in (bool[])[false, true])
        {
            string shape = $"b{batch} T{length} E{width} h{heads} m{features}{(isCausal ? " causal" : "")}";
            using var layer = new RandomFeatureAttention<float>(device, width, heads, features, new RandomState(1), isCausal: isCausal);
            using var exact = new MultiHeadAttention<float>(device, width, heads, new RandomState(1), isCausal);
            Compare("layer", shape, operands => layer.Forward(operands[0]), operands => exact.Forward(operands[0]), layer.Parameters, exact.Parameters, x);
            Tensor<float> query = x.Reshape(headShape);
            Compare(
                "operation",
                shape,
                operands => operands[0].RandomFeatureAttention(operands[1], operands[2], projection, isCausal: isCausal),
                operands => operands[0].ScaledDotProductAttention(operands[1], operands[2], isCausal: isCausal),
                [],
                [],
                query,
                key,
                value);
        }

        void Compare(
            string what,
            string shape,
            Func<Tensor<float>[], Tensor<float>> ours,
            Func<Tensor<float>[], Tensor<float>> exact,
            IReadOnlyList<Tensor<float>> parameters,
            IReadOnlyList<Tensor<float>> exactParameters,
            params Tensor<float>[] operands)
        {
            session.Compare(Row($"features {what} forward", shape), Forward(ours, operands), [Reference.Present("exact", Forward(exact, operands))]);
            session.Compare(
                Row($"features {what} backward", shape),
                Backward(ours, operands, parameters),
                [Reference.Present("exact", Backward(exact, operands, exactParameters))]);
        }

        Contender Forward(Func<Tensor<float>[], Tensor<float>> function, Tensor<float>[] operands) => StreamClock.Contender(stream, () =>
        {
            using var tape = new Tape(stream);
            using RecordingScope scope = tape.NoGrad();
            function([.. operands.Select(tape.Use)]);
        });

        Contender Backward(Func<Tensor<float>[], Tensor<float>> function, Tensor<float>[] operands, IReadOnlyList<Tensor<float>> parameters)
            => StreamClock.Contender(stream, () =>
            {
                using var tape = new Tape(stream);
                Tensor<float>[] watched = [.. operands.Select(tape.Watch)];
                Tensor<float> result = function(watched);
                tape.Gradients(result, [.. watched, .. parameters], tape.Use(key).Reshape(result.Shape));
            });
    }

    private static ReportCase Row(string name, string shape) => new(name, shape, "float", ReportUnit.Milliseconds);
}
