using Panther.Jit.Compilation;
using Panther.Jit.Dialect;
using Panther.Jit.IR;
using Panther.Jit.Passes;
using Panther.Tests.Engine;

namespace Panther.Tests.Passes;

/// <summary>A register-tiled matrix product with a local array and loops: C = A·B, row-major, sizes a multiple of the tiles.</summary>
public unsafe class TiledProductTests
{
    private const int Threads = 4;
    private const int PerThread = 4;
    private const int Tile = Threads * PerThread;
    private const int Depth = 8;

    private static readonly TargetInfo Target = new(32);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_TiledProduct_KeepsTheAccumulatorsInRegisters(bool testAtBottom)
    {
        KernelFunction function = Build(testAtBottom);
        float[] expected = Launch(function);
        PassPipeline.Run(function, Target, new PassOptions { Verify = true });
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("ptr.local", text);
        Assert.Equal(expected, Launch(function));

        var forest = new LoopForest(function, new DominatorTree(function));
        Loop loop = Assert.Single(forest.Loops);
        Instruction[] body = [.. loop.Blocks.SelectMany(b => b.Instructions)];
        Assert.Equal(Depth * PerThread * PerThread, body.Count(i => i is BinaryInstruction { Op: BinaryOp.Mul, Type.IsFloat: true }));
        Assert.Equal(Depth * 2 * PerThread, body.Count(i => i is LoadInstruction { Pointer.Type.Space: AddressSpace.Shared }));
        Assert.Equal(PerThread * PerThread, body.Count(i => i is PhiInstruction { Type.IsFloat: true }));

        // All shared accesses are constants away from what is computed in front of the loop.
        Assert.All(body.OfType<LoadInstruction>().Where(l => l.Pointer.Type.Space == AddressSpace.Shared), l => Assert.True(IsFixed(l.Pointer, loop), text));
    }

    [Fact]
    public void Run_Twice_GivesTheSameText()
    {
        KernelFunction first = Build(false);
        KernelFunction second = Build(false);
        PassPipeline.Run(first, Target);
        PassPipeline.Run(second, Target);
        Assert.Equal(IrPrinter.Print(first), IrPrinter.Print(second));
    }

    private static bool IsFixed(Value pointer, Loop loop)
    {
        while (pointer is GepInstruction { Index: Constant } gep)
        {
            pointer = gep.Pointer;
        }

        return pointer is not Instruction instruction || !loop.Blocks.Contains(instruction.Block!);
    }

    private static float[] Launch(KernelFunction function)
    {
        const int N = 2 * Tile;
        const int K = 3 * Depth;
        var random = new Random(5);
        float[] a = [.. Enumerable.Range(0, N * K).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, K * N).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] c = new float[N * N];
        fixed (float* pa = a, pb = b, pc = c)
        {
            byte[] parameters = ParameterBytes.Of(function, (nint)pa, (nint)pb, (nint)pc, N, K);
            IrInterpreter.Run(function, Target, new KernelConfig(new Index3D(2, 2, 1), new Index3D(Threads, Threads, 1)), parameters);
        }

        Assert.Contains(c, v => v != 0);
        return c;
    }

    private static KernelFunction Build(bool testAtBottom)
    {
        var function = new KernelFunction("product");
        Parameter a = function.AddParameter("a", IrType.Pointer(AddressSpace.Global));
        Parameter b = function.AddParameter("b", IrType.Pointer(AddressSpace.Global));
        Parameter c = function.AddParameter("c", IrType.Pointer(AddressSpace.Global));
        Parameter n = function.AddParameter("n", IrType.Int32);
        Parameter k = function.AddParameter("k", IrType.Int32);
        var nest = new LoopNest(function) { TestAtBottom = testAtBottom };
        IrBuilder ir = nest.Ir;
        Value tileA = ir.Alloca(AddressSpace.Shared, Depth * Tile * 4, 4, "tileA");
        Value tileB = ir.Alloca(AddressSpace.Shared, Depth * Tile * 4, 4, "tileB");
        Value sums = nest.Local("sums", PerThread * PerThread * 4);
        Value[] counters = [.. Enumerable.Range(0, 8).Select(i => nest.Local($"i{i}", 4))];
        Value x = ir.Index(IndexKind.ThreadX);
        Value y = ir.Index(IndexKind.ThreadY);
        Value row0 = nest.Mul(ir.Index(IndexKind.GroupY), nest.Const(Tile));
        Value column0 = nest.Mul(ir.Index(IndexKind.GroupX), nest.Const(Tile));
        Value linear = nest.Add(nest.Mul(y, nest.Const(Threads)), x);
        nest.For(counters[0], k, Depth, k0 =>
        {
            nest.For(counters[1], nest.Const(Depth), 1, step =>
            {
                // The 16 threads copy a column of A's tile, and a row of B's, at a time.
                Value aIndex = nest.Add(nest.Mul(nest.Add(row0, linear), k), nest.Add(k0(), step()));
                nest.Store(tileA, nest.Add(nest.Mul(step(), nest.Const(Tile)), linear), nest.Load(a, aIndex, IrType.Float32));
                Value bIndex = nest.Add(nest.Mul(nest.Add(k0(), step()), n), nest.Add(column0, linear));
                nest.Store(tileB, nest.Add(nest.Mul(step(), nest.Const(Tile)), linear), nest.Load(b, bIndex, IrType.Float32));
            });
            ir.Barrier(MemoryScope.Group);
            nest.For(counters[2], nest.Const(Depth), 1, kk =>
                nest.For(counters[3], nest.Const(PerThread), 1, i =>
                    nest.For(counters[4], nest.Const(PerThread), 1, j =>
                    {
                        Value left = nest.Load(tileA, nest.Add(nest.Mul(kk(), nest.Const(Tile)), nest.Add(nest.Mul(y, nest.Const(PerThread)), i())), IrType.Float32);
                        Value right = nest.Load(tileB, nest.Add(nest.Mul(kk(), nest.Const(Tile)), nest.Add(nest.Mul(x, nest.Const(PerThread)), j())), IrType.Float32);
                        Value place = nest.Add(nest.Mul(i(), nest.Const(PerThread)), j());
                        Value sum = nest.Load(sums, place, IrType.Float32);
                        nest.Store(sums, place, ir.Binary(BinaryOp.Add, sum, ir.Binary(BinaryOp.Mul, left, right)));
                    })));
            ir.Barrier(MemoryScope.Group);
        });
        nest.For(counters[5], nest.Const(PerThread), 1, i =>
            nest.For(counters[6], nest.Const(PerThread), 1, j =>
            {
                Value row = nest.Add(row0, nest.Add(nest.Mul(y, nest.Const(PerThread)), i()));
                Value column = nest.Add(column0, nest.Add(nest.Mul(x, nest.Const(PerThread)), j()));
                nest.Store(c, nest.Add(nest.Mul(row, n), column), nest.Load(sums, nest.Add(nest.Mul(i(), nest.Const(PerThread)), j()), IrType.Float32));
            }));
        ir.Return();
        function.SetBlocks(ControlFlow.ReversePostorder(function.Entry));
        IrVerifier.Verify(function, "building");
        return function;
    }
}
