using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Matrix;

/// <summary>Requests of every shape: a pair answers as an aggregated engine, or says in one clear error why it cannot.</summary>
public class ShapeTests
{
    private const string Completions = "/v1/completions";
    private const string Generate = "/generate";

    // STREAM stands for true or false.
    private static readonly Dictionary<string, (string Path, string Body)> s_shapes = new()
    {
        ["completion"] = (Completions, """{"prompt":"a b c","max_tokens":5,"stream":STREAM}"""),
        ["completion of ids"] = (Completions, """{"prompt":[5,6,7,8],"max_tokens":5,"stream":STREAM}"""),
        ["max_completion_tokens"] = (Bodies.ChatPath, """{"messages":[{"role":"user","content":"a b"}],"max_completion_tokens":4,"stream":STREAM}"""),
        ["min_tokens"] = (Completions, """{"prompt":"a b c","max_tokens":5,"min_tokens":3,"stream":STREAM}"""),
        ["choices"] = (Bodies.ChatPath, """{"messages":[{"role":"user","content":"a b"}],"n":3,"max_tokens":4,"stream":STREAM}"""),
        ["prompts"] = (Completions, """{"prompt":["a b","c d e"],"max_tokens":4,"stream":STREAM}"""),
        ["text"] = (Generate, """{"text":"a b c","sampling_params":{"max_new_tokens":4},"stream":STREAM}"""),
        ["texts"] = (Generate, """{"text":["a b c","d e"],"sampling_params":{"max_new_tokens":4},"stream":STREAM}"""),
        ["input_ids"] = (Generate, """{"input_ids":[[1,2,3],[4,5]],"sampling_params":{"max_new_tokens":4},"stream":STREAM}"""),
        ["log probabilities"] = (Generate, """{"text":"a b c d","sampling_params":{"max_new_tokens":4},"return_logprob":true,"logprob_start_len":1,"stream":STREAM}"""),
        ["log probabilities of texts"] = (Generate, """{"text":["a b c d","e f g"],"sampling_params":{"max_new_tokens":4},"return_logprob":true,"logprob_start_len":0,"stream":STREAM}"""),
    };

    public static TheoryData<HandoffKind, string, bool> Cells()
    {
        var cells = new TheoryData<HandoffKind, string, bool>();
        foreach (HandoffKind kind in Handoffs.All)
        {
            foreach (string shape in s_shapes.Keys)
            {
                cells.Add(kind, shape, true);
                cells.Add(kind, shape, false);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Requests_of_every_shape_are_served_or_refused_clearly(HandoffKind kind, string shape, bool stream)
    {
        (string path, string body) = s_shapes[shape];
        body = body.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal);
        await using Bench bench = await Bench.StartAsync(kind);
        Answer answer = await bench.Client.PostAsync(path, body);

        await bench.AssertAtRestAsync();
        Assert.Equal(0, bench.Prefill.Kv!.Errors);
        Expected expected = ExpectationOf(kind, shape, path);
        if (expected == Expected.Refusal)
        {
            answer.AssertError(400, "invalid_request");
            bench.Prefill.AssertSawNothing();
            bench.Decode.AssertSawNothing();
        }
        else
        {
            answer.AssertIs(await Bodies.AggregatedAsync(path, body));
            bench.Decode.AssertCompleted();
            bench.Prefill.AssertCompleted(expected == Expected.Pair ? 1 : 0);
        }
    }

    // One hand-off of vLLM's has one consumer, and TensorRT-LLM's context server makes one choice: decode does the whole. SGLang's own API
    // is SGLang's alone.
    private static Expected ExpectationOf(HandoffKind kind, string shape, string path) => (kind, shape) switch
    {
        (HandoffKind.Sglang, _) => Expected.Pair,
        _ when path == Generate => Expected.Refusal,
        (HandoffKind.P2pNccl, "choices") => Expected.Refusal,
        (HandoffKind.P2pNccl, _) => Expected.Pair,
        (HandoffKind.TrtllmContextFirst or HandoffKind.TrtllmGenerationFirst, "prompts") => Expected.Refusal,
        (_, "choices" or "prompts") => Expected.DecodeAlone,
        _ => Expected.Pair,
    };

    private enum Expected
    {
        Pair,
        DecodeAlone,
        Refusal,
    }
}
