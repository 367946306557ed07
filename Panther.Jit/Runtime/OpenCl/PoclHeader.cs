namespace Panther.Jit.Runtime.OpenCl;

/// <summary>Declarations of the built-in functions that generated text calls, in place of PoCL's own header.</summary>
/// <remarks>
/// PoCL has Clang read <c>opencl-c.h</c>, 18,000 lines of declarations, before each program, once to preprocess it and once to compile it. For most kernels that
/// takes several times as long as all the rest, and the first of the two is not spared by PoCL's cache. PoCL itself skips the header where its guard is
/// defined already. Types and constants stand in another header, which is short and is still read.
/// </remarks>
internal static class PoclHeader
{
    /// <summary>The header's guard.</summary>
    public const string Option = " -D_OPENCL_H_";

    /// <summary>What stands before the text; its lines do not count in messages about the text.</summary>
    public const string Declarations = """
        #ifdef cl_khr_fp64
        #pragma OPENCL EXTENSION cl_khr_fp64 : enable
        #endif
        #ifdef cl_khr_int64_base_atomics
        #pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
        #endif
        #ifdef cl_khr_int64_extended_atomics
        #pragma OPENCL EXTENSION cl_khr_int64_extended_atomics : enable
        #endif
        #define __built_in __attribute__((overloadable))
        #define __pure_built_in __attribute__((overloadable, const))

        size_t __pure_built_in get_global_id(uint);
        size_t __pure_built_in get_local_id(uint);
        size_t __pure_built_in get_local_size(uint);
        size_t __pure_built_in get_group_id(uint);
        size_t __pure_built_in get_num_groups(uint);
        void __built_in __attribute__((convergent)) barrier(cl_mem_fence_flags);
        void __built_in mem_fence(cl_mem_fence_flags);

        #define __of_integers(type, unsigned_type) \
            type __pure_built_in min(type, type); \
            type __pure_built_in max(type, type); \
            type __pure_built_in mul_hi(type, type); \
            type __pure_built_in clz(type); \
            type __pure_built_in popcount(type); \
            unsigned_type __pure_built_in abs(type);
        __of_integers(char, uchar)
        __of_integers(uchar, uchar)
        __of_integers(short, ushort)
        __of_integers(ushort, ushort)
        __of_integers(int, uint)
        __of_integers(uint, uint)
        __of_integers(long, ulong)
        __of_integers(ulong, ulong)

        #define __of_floats(type) \
            type __pure_built_in fabs(type); \
            type __pure_built_in sqrt(type); \
            type __pure_built_in rsqrt(type); \
            type __pure_built_in floor(type); \
            type __pure_built_in ceil(type); \
            type __pure_built_in trunc(type); \
            type __pure_built_in rint(type); \
            type __pure_built_in fmod(type, type); \
            type __pure_built_in copysign(type, type); \
            type __pure_built_in fma(type, type, type);
        __of_floats(float)
        float __pure_built_in native_recip(float);
        float __pure_built_in native_rsqrt(float);
        float __attribute__((overloadable, pure)) vload_half(size_t, const __private half*);
        void __built_in vstore_half_rte(float, size_t, __private half*);
        #ifdef cl_khr_fp64
        __of_floats(double)
        #endif

        #define __of_places(prefix, type, space) \
            type __built_in prefix##add(volatile space type*, type); \
            type __built_in prefix##min(volatile space type*, type); \
            type __built_in prefix##max(volatile space type*, type); \
            type __built_in prefix##and(volatile space type*, type); \
            type __built_in prefix##or(volatile space type*, type); \
            type __built_in prefix##xor(volatile space type*, type); \
            type __built_in prefix##xchg(volatile space type*, type); \
            type __built_in prefix##cmpxchg(volatile space type*, type, type);
        __of_places(atomic_, int, __global)
        __of_places(atomic_, int, __local)
        __of_places(atomic_, uint, __global)
        __of_places(atomic_, uint, __local)
        float __built_in atomic_xchg(volatile __global float*, float);
        float __built_in atomic_xchg(volatile __local float*, float);
        #if defined(cl_khr_int64_base_atomics) && defined(cl_khr_int64_extended_atomics)
        __of_places(atom_, long, __global)
        __of_places(atom_, long, __local)
        __of_places(atom_, ulong, __global)
        __of_places(atom_, ulong, __local)
        #endif
        #line 1

        """;
}
