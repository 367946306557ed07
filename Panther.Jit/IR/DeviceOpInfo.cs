using Panther.Jit.Runtime;

namespace Panther.Jit.IR;

/// <summary>What the compiler knows of a <see cref="DeviceOp"/>.</summary>
/// <param name="Name">The member of the dialect that means it, for messages.</param>
/// <param name="Feature">What a device must have.</param>
/// <param name="Result">One lane of what it gives.</param>
/// <param name="Operands">What it takes.</param>
internal sealed record DeviceOpInfo(string Name, DeviceFeature Feature, IrType Result, params IrType[] Operands)
{
    private static readonly Dictionary<DeviceOp, DeviceOpInfo> Known = Describe();

    /// <summary>Gets a value indicating whether it only computes; all others keep their place, since lanes meet there or memory changes.</summary>
    public bool IsPure { get; private init; }

    /// <summary>Gets a value indicating whether shared or global memory may have changed behind it.</summary>
    public bool TouchesMemory { get; private init; }

    /// <summary>Gets a value indicating whether it writes global memory: through its first pointer, or anywhere when that is a tensor map.</summary>
    public bool WritesGlobal { get; private init; }

    public static DeviceOpInfo Of(DeviceOp op) => Known[op];

    private static Dictionary<DeviceOp, DeviceOpInfo> Describe()
    {
        IrType i32 = IrType.Int32;
        IrType i64 = IrType.Int64;
        IrType f32 = IrType.Float32;
        IrType f64 = IrType.Float64;
        IrType flag = IrType.Bool;
        IrType pointer = IrType.Pointer(AddressSpace.Generic);
        var all = new Dictionary<DeviceOp, DeviceOpInfo>();

        void Pure(DeviceOp op, string name, DeviceFeature feature, IrType result, params IrType[] operands) =>
            all.Add(op, new DeviceOpInfo(name, feature, result, operands) { IsPure = true });
        void Product(DeviceOp op, DeviceFeature feature, (IrType Type, int Registers) a, int b, (IrType Type, int Registers) c) =>
            all.Add(op, new DeviceOpInfo(
                "TensorCore.MultiplyAdd", feature, c.Type, [.. Enumerable.Repeat(a.Type, a.Registers + b), .. Enumerable.Repeat(c.Type, c.Registers)]));
        void Memory(DeviceOp op, string name, DeviceFeature feature, IrType result, params IrType[] operands) =>
            all.Add(op, new DeviceOpInfo(name, feature, result, operands) { TouchesMemory = true, WritesGlobal = op is DeviceOp.BulkStore or DeviceOp.TensorStore });

        const DeviceFeature Tensor = DeviceFeature.TensorCores;
        Pure(DeviceOp.ToTf32, "TensorCore.ToTf32", Tensor, i32, f32);
        Pure(DeviceOp.PackHalf, "TensorCore.PackHalf", Tensor, i32, f32, f32);
        Pure(DeviceOp.PackBFloat16, "TensorCore.PackBFloat16", Tensor, i32, f32, f32);
        Pure(DeviceOp.SharedAddress, "SharedMatrix.At", DeviceFeature.WarpGroupMma, i32, pointer);
        Product(DeviceOp.MmaTf32K4, Tensor, (i32, 2), 1, (f32, 4));
        Product(DeviceOp.MmaTf32K8, Tensor, (i32, 4), 2, (f32, 4));
        Product(DeviceOp.MmaHalfK8, Tensor, (i32, 2), 1, (f32, 4));
        Product(DeviceOp.MmaHalfK16, Tensor, (i32, 4), 2, (f32, 4));
        Product(DeviceOp.MmaHalfSumK8, Tensor, (i32, 2), 1, (i32, 2));
        Product(DeviceOp.MmaHalfSumK16, Tensor, (i32, 4), 2, (i32, 2));
        Product(DeviceOp.MmaBFloat16K8, Tensor, (i32, 2), 1, (f32, 4));
        Product(DeviceOp.MmaBFloat16K16, Tensor, (i32, 4), 2, (f32, 4));
        Product(DeviceOp.MmaDoubleM8K4, Tensor, (f64, 1), 1, (f64, 2));
        Product(DeviceOp.MmaDoubleK4, DeviceFeature.TensorCoresFloat64, (f64, 2), 1, (f64, 4));
        Product(DeviceOp.MmaDoubleK8, DeviceFeature.TensorCoresFloat64, (f64, 4), 2, (f64, 4));
        Product(DeviceOp.MmaDoubleK16, DeviceFeature.TensorCoresFloat64, (f64, 8), 4, (f64, 4));
        Memory(DeviceOp.LoadMatrix, "TensorCore.LoadMatrix", Tensor, i32, pointer);
        Memory(DeviceOp.LoadMatrixTransposed, "TensorCore.LoadMatrixTransposed", Tensor, i32, pointer);

        const DeviceFeature Async = DeviceFeature.AsyncCopy;
        Memory(DeviceOp.CopyAsync, "AsyncCopy.Copy", Async, IrType.Void, pointer, pointer, i32);
        Memory(DeviceOp.CopyAsyncOrZero, "AsyncCopy.CopyOrZero", Async, IrType.Void, pointer, pointer, flag, i32);
        Memory(DeviceOp.CopyCommit, "AsyncCopy.Commit", Async, IrType.Void);
        Memory(DeviceOp.CopyWait, "AsyncCopy.Wait", Async, IrType.Void, i32);
        Memory(DeviceOp.CopyWaitAll, "AsyncCopy.WaitAll", Async, IrType.Void);

        const DeviceFeature Group = DeviceFeature.WarpGroupMma;
        Memory(DeviceOp.WarpGroupTf32, "WarpGroup.MultiplyAddTf32", Group, IrType.Void, pointer, i64, i64, i64, flag);
        Memory(DeviceOp.WarpGroupHalf, "WarpGroup.MultiplyAddHalf", Group, IrType.Void, pointer, i64, i64, i64, flag, flag, flag);
        Memory(DeviceOp.WarpGroupBFloat16, "WarpGroup.MultiplyAddBFloat16", Group, IrType.Void, pointer, i64, i64, i64, flag, flag, flag);
        Memory(DeviceOp.WarpGroupTf32Registers, "WarpGroup.MultiplyAddTf32", Group, IrType.Void, pointer, i64, pointer, i64, i64, flag);
        Memory(DeviceOp.WarpGroupHalfRegisters, "WarpGroup.MultiplyAddHalf", Group, IrType.Void, pointer, i64, pointer, i64, i64, flag, flag);
        Memory(DeviceOp.WarpGroupBFloat16Registers, "WarpGroup.MultiplyAddBFloat16", Group, IrType.Void, pointer, i64, pointer, i64, i64, flag, flag);
        Memory(DeviceOp.WarpGroupFence, "WarpGroup.Fence", Group, IrType.Void);
        Memory(DeviceOp.WarpGroupCommit, "WarpGroup.Commit", Group, IrType.Void);
        Memory(DeviceOp.WarpGroupWait, "WarpGroup.Wait", Group, IrType.Void, i32);
        Memory(DeviceOp.RaiseRegisters, "WarpGroup.RaiseRegisters", Group, IrType.Void, i32);
        Memory(DeviceOp.LowerRegisters, "WarpGroup.LowerRegisters", Group, IrType.Void, i32);

        const DeviceFeature Bulk = DeviceFeature.BulkCopy;
        Memory(DeviceOp.FenceAsyncShared, "BulkCopy.FenceShared", Bulk, IrType.Void);
        Memory(DeviceOp.BarrierInit, "SharedBarrier.Initialize", Bulk, IrType.Void, pointer, i32);
        Memory(DeviceOp.BarrierInvalidate, "SharedBarrier.Invalidate", Bulk, IrType.Void, pointer);
        Memory(DeviceOp.BarrierFenceInit, "SharedBarrier.FenceInitialization", Bulk, IrType.Void);
        Memory(DeviceOp.BarrierArrive, "SharedBarrier.Arrive", Bulk, IrType.Void, pointer);
        Memory(DeviceOp.BarrierArriveExpect, "SharedBarrier.ArriveExpecting", Bulk, IrType.Void, pointer, i32);
        Memory(DeviceOp.BarrierTryWait, "SharedBarrier.TryWait", Bulk, flag, pointer, i32);
        Memory(DeviceOp.BulkLoad, "BulkCopy.ToShared", Bulk, IrType.Void, pointer, pointer, i32, pointer);
        Memory(DeviceOp.BulkStore, "BulkCopy.ToGlobal", Bulk, IrType.Void, pointer, pointer, i32);
        Memory(DeviceOp.TensorAcquire, "BulkCopy.Acquire", Bulk, IrType.Void, pointer);
        Memory(DeviceOp.TensorLoad, "BulkCopy.ToShared", Bulk, IrType.Void, pointer, pointer, i32, i32, pointer);
        Memory(DeviceOp.TensorStore, "BulkCopy.ToGlobal", Bulk, IrType.Void, pointer, i32, i32, pointer);
        Memory(DeviceOp.BulkCommit, "BulkCopy.Commit", Bulk, IrType.Void);
        Memory(DeviceOp.BulkWait, "BulkCopy.Wait", Bulk, IrType.Void, i32);
        Memory(DeviceOp.BulkWaitRead, "BulkCopy.WaitRead", Bulk, IrType.Void, i32);
        return all;
    }
}
