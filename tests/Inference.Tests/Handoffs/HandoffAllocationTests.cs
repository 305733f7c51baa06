using LoadGen.Inference.Handoffs;
using Kinds = LoadGen.Inference.Handoffs.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

public class HandoffAllocationTests
{
    public static TheoryData<HandoffKind> All => [.. Kinds.All];

    [Theory]
    [MemberData(nameof(All))]
    public void The_legs_of_a_long_prompt_allocate_what_those_of_a_short_one_do(HandoffKind kind)
    {
        long small = Allocate(kind, "x");
        Assert.Equal(small, Allocate(kind, new string('x', 1_000_000)));

        // Measured: 1.6 to 3.1 KB, reading included; the gate leaves room for another header.
        Assert.InRange(small, 1, 4 * 1024);
    }

    private static long Allocate(HandoffKind kind, string prompt)
    {
        IHandoff handoff = Kinds.Get(kind);
        ReadOnlyMemory<byte> body = Bytes($$"""{"model":"m","prompt":"{{prompt}}","max_tokens":16,"stream":true}""");
        return Allocated.Bytes(() => handoff.Begin(HandoffRequest.Read(body, GenerationApi.Completions), Prefill, Decode, Ids));
    }
}
