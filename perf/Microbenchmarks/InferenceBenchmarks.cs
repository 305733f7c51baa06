using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LoadGen.Inference;
using LoadGen.Inference.Apis;

namespace LoadGen.Microbenchmarks;

/// <summary>Reading one token event in the shapes of engines and APIs, against a bare walk of the same bytes by Utf8JsonReader.</summary>
[MemoryDiagnoser]
public class InferenceReadBenchmarks
{
    private IInferenceApi _api = new ChatCompletionsApi();
    private byte[] _data = [];

    /// <summary>Whose event.</summary>
    [Params("vllm-chat", "vllm-completions", "sglang-chat", "responses", "anthropic", "sglang", "tgi", "triton", "vllm-tokens")]
    public string Shape { get; set; } = "";

    /// <summary>Picks the event.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _api = InferenceApis.TryGet(Shape, out IInferenceApi? named) ? named : new ChatCompletionsApi();
        _data = Event(Shape);
    }

    private static byte[] Event(string shape) => shape switch
    {
        "vllm-chat" => """{"id":"chatcmpl-5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e","object":"chat.completion.chunk","created":1763700000,"model":"deepseek-ai/DeepSeek-R1-0528","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null,"token_ids":null}]}"""u8.ToArray(),
        "vllm-completions" => """{"id":"cmpl-5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e","object":"text_completion","created":1763700000,"model":"deepseek-ai/DeepSeek-R1-0528","choices":[{"index":0,"text":" token","logprobs":null,"finish_reason":null,"stop_reason":null,"prompt_token_ids":null,"token_ids":null}],"usage":null}"""u8.ToArray(),
        "responses" => """{"type":"response.output_text.delta","sequence_number":41,"item_id":"msg_68f0a1b2c3d4e5f60718293a4b5c6d7e","output_index":0,"content_index":0,"delta":" token","logprobs":[]}"""u8.ToArray(),
        "anthropic" => """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" token"}}"""u8.ToArray(),
        "sglang" => SglangEvent(),
        "tgi" => """{"index":41,"token":{"id":4037,"text":" token","logprob":-0.3583984,"special":false},"generated_text":null,"details":null}"""u8.ToArray(),
        "triton" => """{"model_name":"llama","model_version":"1","sequence_end":false,"sequence_id":0,"sequence_start":false,"text_output":" token"}"""u8.ToArray(),
        "vllm-tokens" => """{"request_id":"generate-tokens-5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e","choices":[{"index":0,"logprobs":null,"finish_reason":null,"token_ids":[4037]}],"prompt_logprobs":null,"usage":null}"""u8.ToArray(),
        _ => """{"id":"5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e","object":"chat.completion.chunk","created":1763700000,"model":"deepseek-ai/DeepSeek-R1-0528","choices":[{"index":0,"delta":{"role":null,"content":" token","reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"matched_stop":null}],"usage":null}"""u8.ToArray(),
    };

    /// <summary>The room's reader.</summary>
    [Benchmark]
    public int ReadEvent()
    {
        var state = default(StreamState);
        var result = default(StreamEvent);
        _api.ReadEvent(default, _data, ref state, ref result);
        return result.OutputBytes;
    }

    // The 512th event of an answer: the text and the ids are all there were so far.
    private static byte[] SglangEvent() => System.Text.Encoding.UTF8.GetBytes(
        "{\"text\":\"" + string.Concat(Enumerable.Repeat(" token", 512)) + "\",\"output_ids\":[" + string.Join(',', Enumerable.Repeat(4037, 512))
        + "],\"meta_info\":{\"id\":\"5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e\",\"finish_reason\":null,\"prompt_tokens\":1024,\"weight_version\":\"default\",\"completion_tokens\":512,\"cached_tokens\":0,\"e2e_latency\":5.1}}");

    /// <summary>The framework's reader, asked nothing.</summary>
    [Benchmark(Baseline = true)]
    public long Utf8JsonReaderWalk()
    {
        var reader = new Utf8JsonReader(_data);
        while (reader.Read())
        {
        }

        return reader.BytesConsumed;
    }
}

/// <summary>Writing request bodies and text prompts of the lengths that benchmarks use.</summary>
[MemoryDiagnoser]
public class InferenceWriteBenchmarks
{
    private static readonly CompletionsApi Completions = new();
    private static readonly ChatCompletionsApi Chat = new();
    private static readonly GenerationOptions Options = new() { Model = "deepseek-ai/DeepSeek-R1-0528" };

    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly ArrayBufferWriter<byte> _text = new(1 << 20);
    private int[] _ids = [];

    /// <summary>Input tokens.</summary>
    [Params(1024, 8192, 100_000)]
    public int Tokens { get; set; }

    /// <summary>Draws the prompt.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(0);
        _ids = [.. Enumerable.Range(0, Tokens).Select(_ => random.Next(129_280))];
        WordList.Render(_ids, _text);
    }

    /// <summary>A completions body of token ids.</summary>
    [Benchmark]
    public int CompletionsBody()
    {
        _output.ResetWrittenCount();
        Completions.WriteBody(_output, new GenerationRequest { Options = Options, TokenIds = _ids, MaxTokens = 1024 });
        return _output.WrittenCount;
    }

    /// <summary>A chat body of words.</summary>
    [Benchmark]
    public int ChatBody()
    {
        _output.ResetWrittenCount();
        Chat.WriteBody(_output, new GenerationRequest { Options = Options, Text = _text.WrittenSpan, MaxTokens = 1024 });
        return _output.WrittenCount;
    }

    /// <summary>The words themselves.</summary>
    [Benchmark]
    public int RenderWords()
    {
        _output.ResetWrittenCount();
        WordList.Render(_ids, _output);
        return _output.WrittenCount;
    }
}
