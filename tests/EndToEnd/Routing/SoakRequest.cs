using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>One request: drawn at random, sent, and its answer judged.</summary>
internal sealed class SoakRequest
{
    private const int TokensMax = 24;

    // Long past every deadline: a request that has not ended by then never will.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly string[] s_faults =
    [
        "status:500", "status:429", "status:400", "cut:3", "hang", "slow:300", "reset", "refuse", "stall:3", "cut-after-head", "malformed-chunk:2",
        "split-writes", "done-in-content", "error:2",
    ];

    private readonly string _id;
    private readonly bool _isChat;
    private readonly bool _isStream;
    private readonly int _tokens;
    private readonly string? _fault;
    private readonly TimeSpan _timeout;
    private readonly int _leavesAfterMs;
    private readonly int _leavesAfterEvents;
    private readonly string _prompt;

    public SoakRequest(string id, Random random, bool withFaults)
    {
        _id = id;
        _isChat = random.Next(2) == 0;
        _isStream = random.Next(3) > 0;
        _tokens = random.Next(4, TokensMax + 1);
        _prompt = string.Join(' ', Enumerable.Range(0, random.Next(1, 60)).Select(i => $"w{random.Next(50)}"));
        string? fault = random.Next(100) < 7 ? s_faults[random.Next(s_faults.Length)] : null;
        int timeoutMs = random.Next(10) == 0 ? random.Next(20, 400) : random.Next(2_000, 8_000);
        bool leaves = random.Next(10) == 0;
        bool leavesEarly = random.Next(2) == 0;
        _leavesAfterMs = leaves && (leavesEarly || !_isStream) ? random.Next(80) : -1;
        _leavesAfterEvents = leaves && _leavesAfterMs < 0 ? random.Next(1, 4) : -1;
        _fault = withFaults ? fault : null;
        _timeout = withFaults ? TimeSpan.FromMilliseconds(timeoutMs) : TimeSpan.FromSeconds(8);
    }

    /// <summary>Sends it.</summary>
    /// <param name="client">Where to.</param>
    /// <param name="words">What engines say, word by word.</param>
    public async Task<SoakAnswer> RunAsync(HttpClient client, IReadOnlyList<string> words)
    {
        using var leave = new CancellationTokenSource(_timeout + s_patience);
        bool leavesByTime = _leavesAfterMs >= 0;
        if (leavesByTime)
        {
            leave.CancelAfter(_leavesAfterMs);
        }

        long start = Stopwatch.GetTimestamp();
        SoakEnd end;
        int status = 0;
        string detail = "";
        try
        {
            using HttpRequestMessage request = Message();
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
            status = (int)response.StatusCode;
            (end, detail) = status >= 400 ? JudgeError(await response.Content.ReadAsStringAsync(leave.Token))
                : _isStream ? await ReadStreamAsync(response, string.Concat(words.Take(_tokens)), leave.Token)
                : JudgeWhole(await response.Content.ReadAsStringAsync(leave.Token), string.Concat(words.Take(_tokens)));
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            (end, detail) = leavesByTime ? (SoakEnd.Abandoned, "") : (SoakEnd.Wrong, "no end");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            (end, detail) = leavesByTime && leave.IsCancellationRequested ? (SoakEnd.Abandoned, "") : (SoakEnd.Wrong, $"{e.GetType().Name}: {e.Message}");
        }

        return new SoakAnswer(_id, end, status, detail, _fault, Stopwatch.GetElapsedTime(start) - _timeout);
    }

    private HttpRequestMessage Message()
    {
        string prompt = _isChat ? $$"""
            "messages":[{"role":"user","content":"{{_prompt}}"}]
            """ : $$"""
            "prompt":"{{_prompt}}"
            """;
        string body = $$"""{"model":"sim",{{prompt}},"max_tokens":{{_tokens}},"stream":{{(_isStream ? "true" : "false")}}}""";
        var request = new HttpRequestMessage(HttpMethod.Post, _isChat ? "/v1/chat/completions" : "/v1/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-request-id", _id);
        request.Headers.Add("x-request-timeout-ms", ((int)_timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        if (_fault is not null)
        {
            request.Headers.Add("x-sim-fault", _fault);
        }

        return request;
    }

    private static (SoakEnd End, string Detail) JudgeError(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return ErrorCode(document.RootElement) is { } code ? (SoakEnd.Refused, code) : (SoakEnd.Wrong, $"an error without message and code: {body}");
    }

    private (SoakEnd End, string Detail) JudgeWhole(string body, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement choice = document.RootElement.GetProperty("choices")[0];
        string text = _isChat ? choice.GetProperty("message").GetProperty("content").GetString()! : choice.GetProperty("text").GetString()!;
        return JudgeText(text, expected);
    }

    private (SoakEnd End, string Detail) JudgeText(string text, string expected) =>
        text == expected || (_fault == "done-in-content" && text.Contains("data: [DONE]", StringComparison.Ordinal))
            ? (SoakEnd.Completed, "")
            : (SoakEnd.Wrong, $"'{text}' instead of '{expected}'");

    private async Task<(SoakEnd End, string Detail)> ReadStreamAsync(HttpResponseMessage response, string expected, CancellationToken leave)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(leave));
        var text = new StringBuilder();
        string? error = null;
        bool isDone = false;
        for (int events = 0; await reader.ReadLineAsync(leave) is { } line;)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
            {
                continue;
            }

            string data = line[6..];
            bool isLate = isDone || (error is not null && data != "[DONE]");
            if (isLate)
            {
                return (SoakEnd.Wrong, $"after the end: {data}");
            }

            if (data == "[DONE]")
            {
                isDone = true;
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(data);
            if (document.RootElement.TryGetProperty("choices", out JsonElement choices))
            {
                text.Append(choices.GetArrayLength() > 0 ? Piece(choices[0]) : "");
            }
            else
            {
                error = ErrorCode(document.RootElement);
                if (error is null)
                {
                    return (SoakEnd.Wrong, $"an event that is neither text nor error: {data}");
                }
            }

            if (++events == _leavesAfterEvents)
            {
                return (SoakEnd.Abandoned, "");
            }
        }

        return error is not null ? (SoakEnd.Broken, error)
            : isDone ? JudgeText(text.ToString(), expected)
            : (SoakEnd.Wrong, $"a stream that just ends after '{text}'");
    }

    private string Piece(JsonElement choice) => !_isChat ? choice.GetProperty("text").GetString() ?? ""
        : choice.GetProperty("delta").TryGetProperty("content", out JsonElement content) ? content.GetString() ?? ""
        : "";

    // OpenAI's shape, or the engine's own, which has the same keys at the top.
    private static string? ErrorCode(JsonElement root)
    {
        JsonElement error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out JsonElement inner) ? inner : root;
        return error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out JsonElement message) && message.GetString() is { Length: > 0 }
            && error.TryGetProperty("code", out JsonElement code) ? code.ToString() : null;
    }
}
