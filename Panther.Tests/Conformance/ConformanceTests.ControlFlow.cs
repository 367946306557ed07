using Panther.Jit.Dialect;

namespace Panther.Tests.Conformance;

/// <content>Branches, loops and calls whose way differs from thread to thread.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void ControlFlow_NestedBranches() => CheckOverOddSizes(NestedBranches);

    [Fact]
    public void ControlFlow_DataDependentLoops() => CheckOverOddSizes(CollatzSteps);

    [Fact]
    public void ControlFlow_LoopsWithSeveralExits() => CheckOverOddSizes(SeveralExits);

    [Fact]
    public void ControlFlow_Switch() => CheckOverOddSizes(Switch);

    [Fact]
    public void ControlFlow_ShortCircuit() => CheckOverOddSizes(ShortCircuit);

    [Fact]
    public void ControlFlow_EarlyReturn() => CheckOverOddSizes(EarlyReturn);

    [Fact]
    public void ControlFlow_RefAndOut() => CheckOverOddSizes(RefAndOut);

    [Fact]
    public void ControlFlow_Goto() => CheckOverOddSizes(Goto);

    [Fact]
    public void ControlFlow_BranchOfAllInsideABranchOfSome() => CheckOverOddSizes(BranchOfAllInsideABranchOfSome);

    [Fact]
    public void ControlFlow_WideProductOrZero()
    {
        // The low words are not zero: what a register held before must not shine through.
        long[] data = [.. Enumerable.Range(0, 96).Select(i => i % 3 == 0 ? i : 0x4002bba2ef56f745L + i)];
        CheckLaunch(new KernelConfig(1, 96), data, WideProductOrZero);
    }

    private void CheckOverOddSizes(Action<ArrayView<int>> method)
    {
        foreach (int size in OddSizes.Where(s => s > 0))
        {
            int[] data = [.. Enumerable.Range(0, size).Select(i => (i * 7919) ^ (i << 5))];
            CheckLaunch(new KernelConfig(((size - 1) / 96) + 1, 96), data, method);
        }
    }

    private static void WideProductOrZero(ArrayView<long> data)
    {
        long value = data[Group.IdxX];
        long result = 0;
        if (value < 4096)
        {
            result = (long)(int)value * 63;
        }

        data[Group.IdxX] = result | 1;
    }

    private static void NestedBranches(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            int x = data[i];
            if ((x & 1) == 0)
            {
                x = x > 100 ? x / 3 : x * 5;
                if (x % 7 == 3)
                {
                    x ^= 0x55;
                }
            }
            else if (x < 50)
            {
                x = -x;
            }

            data[i] = x;
        }
    }

    private static void CollatzSteps(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i >= data.Length)
        {
            return;
        }

        int steps = 0;
        for (long n = (data[i] & 0x3ff) + 1; n != 1 && steps < 500; steps++)
        {
            n = (n & 1) == 0 ? n / 2 : (3 * n) + 1;
        }

        data[i] = steps;
    }

    private static void SeveralExits(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i >= data.Length)
        {
            return;
        }

        int x = data[i];
        int found = -1;
        for (int j = 0; j < 20; j++)
        {
            if ((x >> j) == 5)
            {
                found = j;
                break;
            }

            if (j % 3 == 1)
            {
                continue;
            }

            int inner = 0;
            while (true)
            {
                inner += j + 1;
                if (inner > (x & 31))
                {
                    break;
                }

                if ((inner ^ x) == 9)
                {
                    data[i] = (1000 * j) + inner;
                    return;
                }
            }

            found -= inner;
        }

        data[i] = found;
    }

    private static void Switch(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i < data.Length)
        {
            data[i] = (data[i] & 7) switch
            {
                0 => 10,
                1 => data[i] + 1,
                2 => data[i] * 2,
                3 or 4 => -data[i],
                6 => 77,
                _ => data[i] ^ 0x1234,
            };
        }
    }

    private static void ShortCircuit(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;

        // The right-hand sides would leave the view where the left-hand sides are false.
        if (i < data.Length && (data[i] % 3 == 0 || (i + 1 < data.Length && i % 2 == 0 && data[i] > 10)))
        {
            data[i] = (int)i;
        }
    }

    private static void EarlyReturn(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i >= data.Length)
        {
            return;
        }

        data[i] = Classify(data[i]) + Classify((int)i);
    }

    private static int Classify(int x)
    {
        if (x < 10)
        {
            return 1;
        }

        for (int divisor = 2; divisor < 12; divisor++)
        {
            if (x % divisor == 0)
            {
                return divisor * 100;
            }
        }

        return -1;
    }

    private static void RefAndOut(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i >= data.Length)
        {
            return;
        }

        ref int element = ref data[i];
        Split(element, out int low, out int high);
        if (low > high)
        {
            Swap(ref low, ref high);
        }

        element = (low * 3) + high;
        Increment(ref data[i]);
    }

    private static void Split(in int value, out int low, out int high)
    {
        low = value & 0xff;
        high = value >> 8;
    }

    private static void Swap(ref int x, ref int y) => (x, y) = (y, x);

    private static void Increment(ref int x) => x++;

    private static void Goto(ArrayView<int> data)
    {
        long i = Grid.GlobalLinearIndex;
        if (i >= data.Length)
        {
            return;
        }

        int x = data[i] & 0xff;
        int count = 0;
    again:
        count++;
        x -= count;
        if (x > 20)
        {
            goto again;
        }

        if ((x & 1) != 0 && count < 40)
        {
            x += 33;
            goto again;
        }

        data[i] = count;
    }

    /// <summary>All threads go the same way inside a branch that only some take; what that way would set must not show.</summary>
    private static void BranchOfAllInsideABranchOfSome(ArrayView<int> data)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= data.Length)
        {
            return;
        }

        int result = 0;
        int sum = 0;
        int value = data[i];
        if (value > 1)
        {
        }
        else
        {
            if (data.Length == 1)
            {
                data[0] = 7;
                result = 1;
            }

            sum += value * 3;
        }

        data[i] = (sum << 1) | result;
    }
}
