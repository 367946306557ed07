using Panther.Jit.Runtime.OpenCl;

namespace Panther.Tests.Runtime;

public sealed class PoclHeaderTests
{
    /// <summary>Calls every function that is declared, with each type; PoCL looks them up in its library when it builds.</summary>
    private const string Calls = """
        #define INTEGERS(type, unsigned_type) \
            __kernel void of_##type(__global type* x, __global unsigned_type* y) \
            { \
                size_t i = get_global_id(0); \
                x[i] = mul_hi(min(x[i], x[1]), max(x[i], x[2])) + clz(x[i]) + popcount(x[i]); \
                y[i] = abs(x[i]); \
            }
        INTEGERS(char, uchar)
        INTEGERS(uchar, uchar)
        INTEGERS(short, ushort)
        INTEGERS(ushort, ushort)
        INTEGERS(int, uint)
        INTEGERS(uint, uint)
        INTEGERS(long, ulong)
        INTEGERS(ulong, ulong)

        #define FLOATS(type) \
            __kernel void of_##type(__global type* x) \
            { \
                type a = x[get_local_id(0) + get_group_id(0) * get_local_size(0)]; \
                a = fma(floor(a), ceil(a), trunc(a)) + fmod(rint(a), fabs(a)) + copysign(sqrt(a), rsqrt(a)); \
                x[get_num_groups(0)] = a; \
            }
        FLOATS(float)
        #ifdef cl_khr_fp64
        FLOATS(double)
        #endif
        __kernel void halves(__global float* x, __global ushort* y)
        {
            ushort bits;
            vstore_half_rte(native_recip(x[0]) + native_rsqrt(x[1]), 0, (half*)&bits);
            barrier(CLK_GLOBAL_MEM_FENCE);
            x[0] = vload_half(0, (const half*)&bits);
            mem_fence(CLK_GLOBAL_MEM_FENCE);
            y[0] = bits;
        }

        #define PLACES(name, prefix, type, space) \
            type name##type##space(volatile space type* p, type x) \
            { \
                return prefix##add(p, x) + prefix##min(p, x) + prefix##max(p, x) + prefix##and(p, x) + prefix##or(p, x) + prefix##xor(p, x) \
                    + prefix##xchg(p, x) + prefix##cmpxchg(p, x, x); \
            }
        #define ATOMICS(prefix, type) \
            PLACES(at, prefix, type, __global) \
            PLACES(at, prefix, type, __local) \
            __kernel void atomics_of_##type(__global type* x, __local type* y) \
            { \
                x[0] = at##type##__global(x, x[1]) + at##type##__local(y, x[1]); \
            }
        ATOMICS(atomic_, int)
        ATOMICS(atomic_, uint)
        #if defined(cl_khr_int64_base_atomics) && defined(cl_khr_int64_extended_atomics)
        ATOMICS(atom_, long)
        ATOMICS(atom_, ulong)
        #endif
        __kernel void exchange(__global float* x, __local float* y)
        {
            x[0] = atomic_xchg(x, x[1]) + atomic_xchg(y, x[1]);
        }
        """;

    [Fact]
    public void Declarations_InPlaceOfTheHeader_AreOfFunctionsThatPoclHas()
    {
        OpenClDevice device = Pocl();
        _ = device.Build(PoclHeader.Declarations + Calls, "-cl-std=CL1.2" + PoclHeader.Option, "calls");
    }

    [Fact]
    public void Declarations_BesideTheHeader_AgreeWithIt()
    {
        OpenClDevice device = Pocl();
        _ = device.Build(PoclHeader.Declarations + Calls, "-cl-std=CL1.2", "calls");
    }

    [Fact]
    public void BuildGenerated_FunctionThatIsNotDeclared_TakesTheHeader()
    {
        OpenClDevice device = Pocl();
        OpenClProgram.BuildGenerated(
            device, "__kernel void k(__global float* x) { x[0] = lgamma(x[1]); }", "-cl-std=CL1.2", "k").Release();
    }

    private static OpenClDevice Pocl()
    {
        var device = (OpenClDevice)TestDevice.Get("opencl");
        Assert.SkipUnless(device.Info.ReadsPoclHeader, $"{device.Id} is not PoCL on a processor.");
        return device;
    }
}
