namespace Panther.Bench.Suites.Engine;

/// <summary>The triad in PTX, written by hand: what a program without Panther would load and launch.</summary>
internal static class TriadPtx
{
    public const string EntryPoint = "triad";

    public const uint GroupSize = 256;

    /// <summary>Parameters: addresses of a, b and c, the factor s, and the length.</summary>
    public const string Text = """
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry triad(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .f32 ps, .param .u32 pn)
        {
            .reg .pred %p;
            .reg .b32 %i, %n, %t, %d;
            .reg .b64 %a, %b, %c, %o;
            .reg .f32 %s, %x, %y;

            mov.u32 %t, %ctaid.x;
            mov.u32 %d, %ntid.x;
            mov.u32 %i, %tid.x;
            mad.lo.u32 %i, %t, %d, %i;
            ld.param.u32 %n, [pn];
            setp.ge.u32 %p, %i, %n;
            @%p bra DONE;
            ld.param.u64 %a, [pa];
            ld.param.u64 %b, [pb];
            ld.param.u64 %c, [pc];
            ld.param.f32 %s, [ps];
            mul.wide.u32 %o, %i, 4;
            cvta.to.global.u64 %a, %a;
            cvta.to.global.u64 %b, %b;
            cvta.to.global.u64 %c, %c;
            add.u64 %a, %a, %o;
            add.u64 %b, %b, %o;
            add.u64 %c, %c, %o;
            ld.global.f32 %x, [%a];
            ld.global.f32 %y, [%b];
            mul.rn.f32 %y, %y, %s;
            add.rn.f32 %x, %x, %y;
            st.global.f32 [%c], %x;
        DONE:
            ret;
        }
        """;
}
