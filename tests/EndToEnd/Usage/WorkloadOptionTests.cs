using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>Combinations of workload and output options that cannot be: one line that names them, exit 2, and nothing done.</summary>
public sealed class WorkloadOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--trace and --isl exclude each other", "--trace", "t", "--isl", "5")]
    [InlineData("--trace and --osl exclude each other", "--trace", "t", "--osl", "5")]
    [InlineData("--trace and --range-ratio exclude each other", "--trace", "t", "--range-ratio", "0.5")]
    [InlineData("--trace and --prefix-tokens exclude each other", "--trace", "t", "--prefix-tokens", "5")]
    [InlineData("--trace and --rate exclude each other", "--trace", "t", "--rate", "5", "--requests", "1")]
    [InlineData("--trace-format needs --trace", "--trace-format", "azure")]
    [InlineData("--trace-speed needs --trace", "--trace-speed", "2")]
    [InlineData("--trace-limit needs --trace", "--trace-limit", "2")]
    [InlineData("--arrivals needs --rate", "--arrivals", "gamma")]
    [InlineData("--burstiness needs --rate", "--burstiness", "0.5")]
    [InlineData("--arrivals constant and --burstiness exclude each other", "--rate", "5", "--requests", "5", "--arrivals", "constant", "--burstiness", "2")]
    [InlineData("--rate needs --requests or --duration", "--rate", "5")]
    [InlineData("--ramp-up needs a closed loop", "--rate", "5", "--requests", "5", "--ramp-up", "1s")]
    [InlineData("--ramp-up needs a closed loop", "--trace", "t", "--ramp-up", "1s")]
    [InlineData("--ramp-up: the streams must all have begun before --duration is over", "--ramp-up", "5s", "--duration", "5s")]
    [InlineData("--ramp-up: 'soon' is not a duration such as 0, 90, 90s", "--ramp-up", "soon")]
    [InlineData("--range-ratio: lengths of 0 tokens could be drawn", "--isl", "5", "--range-ratio", "0.1")]
    [InlineData("--prompt-format ids: the chat API takes no token ids", "--prompt-format", "ids")]
    [InlineData("--chat-template needs --tokenizer", "--chat-template", "t")]
    [InlineData("--use-chat-template needs --tokenizer", "--use-chat-template")]
    [InlineData("--prompt-format text needs --tokenizer", "--prompt-format", "text")]
    [InlineData("--tokenizer and --prompt-format words exclude each other", "--tokenizer", "t", "--prompt-format", "words")]
    [InlineData("--trace and --tokenizer exclude each other", "--trace", "t", "--tokenizer", "t")]
    [InlineData("--dataset and --tokenizer exclude each other", "--dataset", "t", "--tokenizer", "t")]
    [InlineData("--sessions and --tokenizer exclude each other", "--sessions", "t", "--tokenizer", "t")]
    [InlineData("--prefix-groups and --tokenizer exclude each other", "--prefix-groups", "2", "--prefix-tokens", "9", "--tokenizer", "t")]
    [InlineData("--tokenizer: the vllm-tokens API takes token ids only", "--api", "vllm-tokens", "--tokenizer", "t")]
    [InlineData("--use-chat-template: behind the chat API the server puts messages into the template", "--tokenizer", "t", "--use-chat-template")]
    [InlineData("--chat-template: the completions API takes text as it is", "--api", "completions", "--tokenizer", "t", "--chat-template", "t")]
    [InlineData("--tokenizer: none.json: does not exist", "--tokenizer", "none.json")]
    [InlineData("--isl: '0' is not a whole number of at least 1", "--isl", "0")]
    [InlineData("--osl: 'many' is not a whole number of at least 1", "--osl", "many")]
    [InlineData("--osl: '1.5' is not a whole number", "--osl", "1.5")]
    [InlineData("--range-ratio: '2' is not a number from 0 to 1", "--range-ratio", "2")]
    [InlineData("--concurrency: '0' is not a whole number from 1 to 1000000", "--concurrency", "0")]
    [InlineData("--rate: '0' is not a number above 0", "--rate", "0", "--requests", "1")]
    [InlineData("--rate: 'NaN' is not a number above 0", "--rate", "NaN", "--requests", "1")]
    [InlineData("--requests: '99999999999' is not a whole number", "--requests", "99999999999")]
    [InlineData("--duration: '-5' is not a duration", "--duration=-5")]
    [InlineData("--warmup: '-1' is not a whole number of at least 0", "--warmup=-1")]
    [InlineData("--seed: '-1' is not a whole number from 0 to 4294967295", "--seed=-1")]
    [InlineData("--vocab-size: '1' is not a whole number of at least 2", "--vocab-size", "1")]
    [InlineData("--trace-format: 'csv' is not one of mooncake, azure", "--trace", "t", "--trace-format", "csv")]
    [InlineData("--goodput: 'ttft' is not a goodput bound", "--goodput", "ttft")]
    [InlineData("--goodput: 'speed:5' is not a goodput bound", "--goodput", "speed:5")]
    [InlineData("--max-failure-rate: '2' is not a number from 0 to 1", "--max-failure-rate", "2")]
    [InlineData("--progress: 'loud' is not one of auto, plain, none", "--progress", "loud")]
    public async Task Is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["bench", "--url", "http://127.0.0.1:1", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);

    [Theory]
    [InlineData("has no chat template beside it", "--api", "completions", "--use-chat-template")]
    [InlineData("--chat-template: none.jinja does not exist", "--chat-template", "none.jinja")]
    [InlineData("--chat-template: long.jinja:2: ", "--chat-template", "long.jinja")]
    [InlineData("--isl 3: template and special tokens alone are 3", "--chat-template", "short.jinja", "--isl", "3")]
    [InlineData("--isl 4: template and special tokens alone are 3, and lengths go down to 0.5 of what is left", "--chat-template", "short.jinja", "--isl", "4", "--range-ratio", "0.5")]
    public async Task A_tokenizer_whose_template_cannot_be_used_is_refused_in_one_line(string message, params string[] options)
    {
        _folder.File("tokenizer.json", """{"decoder": {"type": "Fuse"}, "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}""");
        _folder.File("long.jinja", "a\n{% if %}");
        _folder.File("short.jinja", "bbb{{ messages[0].content }}");
        (await Loadgen.RunAsync(["bench", "--url", "http://127.0.0.1:1", "--tokenizer", "tokenizer.json", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);
    }

    [Fact]
    public async Task More_requests_than_the_trace_holds_are_refused() =>
        (await Loadgen.RunAsync("bench", "--url", "http://127.0.0.1:1", "--trace", Repository.TraceFixture("mooncake_50.jsonl"), "--requests", "51"))
            .RefusesUsage("bench", "--requests 51: the trace holds 50 requests");

    [Fact]
    public async Task A_missing_trace_is_named() =>
        (await Loadgen.RunAsync("bench", "--url", "http://127.0.0.1:1", "--trace", _folder["none.jsonl"]))
            .RefusesUsage("bench", $"--trace: {_folder["none.jsonl"]} does not exist");

    [Fact]
    public async Task A_malformed_trace_line_is_named_by_file_and_number()
    {
        string good = """{"timestamp": 0, "input_length": 5, "output_length": 5, "hash_ids": [0]}""" + "\n";
        string trace = _folder.File("broken.jsonl", good + good + """{"timestamp": 0, "input_length": "five"}""" + "\n" + good);
        (await Loadgen.RunAsync("bench", "--url", "http://127.0.0.1:1", "--trace", trace)).RefusesUsage("bench", $"--trace: {trace}:3:");
    }

    [Fact]
    public async Task A_malformed_line_of_an_Azure_trace_is_named_by_file_and_number()
    {
        string trace = _folder.File("broken.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,10,5\nyesterday,10,5\n");
        (await Loadgen.RunAsync("bench", "--url", "http://127.0.0.1:1", "--trace", trace)).RefusesUsage("bench", $"--trace: {trace}:3:");
    }
}
