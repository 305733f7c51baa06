using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>What every figure of <c>result.json</c> means, in words; the metrics' come from the registry.</summary>
public static class ResultDefinitions
{
    /// <summary>Key → definition.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Build();

    private static Dictionary<string, string> Build()
    {
        var all = new Dictionary<string, string>
        {
            ["duration_s"] = "End of the last response of any outcome − first intended start, as InferenceX's benchmark duration.",
            ["outcomes.requested"] = "Requests made. completed + failed = requested.",
            ["outcomes.completed"] = "The whole answer arrived: end marker, finish reason, and under ignore_eos exactly the length asked for.",
            ["outcomes.truncated"] = "The answer broke off: the stream ended without [DONE] or without a finish_reason, or the connection closed inside it.",
            ["outcomes.wrong_length"] = "Whole answer, but not the length that ignore_eos promised.",
            ["outcomes.refused"] = "No connection: refused, unreachable, TLS failed.",
            ["outcomes.timed_out"] = "A time limit passed: connect, first byte, stall or whole request.",
            ["outcomes.status_4xx"] = "HTTP 4xx other than 429.",
            ["outcomes.status_5xx"] = "HTTP 5xx.",
            ["outcomes.rate_limited"] = "HTTP 429.",
            ["outcomes.stream_error"] = "The server reported an error inside a 200 response, or aborted the generation.",
            ["outcomes.protocol_error"] = "Not HTTP, not an event stream, or not the API's JSON.",
            ["outcomes.cancelled"] = "The run ended first.",
            ["target.dns_ms"] = "Time to look the host's name up, once, before the run; null where there was nothing to look up.",
            ["rate_limits.retried"] = "Requests sent again, once, after the time that a 429 or 503 asked for (--honor-retry-after). Each is one request: its outcome is the last try's, its intended start the first's; latencies from the send are the last try's, those from the intended start hold the wait.",
            ["rate_limits.limits"] = "As response headers state them, over all responses: x-ratelimit-*, anthropic-ratelimit-*, RateLimit and RateLimit-Policy.",
            ["tokens"] = "Over completed requests. input and output are the server's usage where stated, else the client's count (prompt as sent; output chunks).",
            ["throughput"] = "Over completed requests, per second of duration_s.",
            ["metrics.percentiles"] = "From HdrHistograms of three significant digits (within 0.1%); count, mean, std (population), min and max are exact. inferencex.json has exact percentiles by linear interpolation.",
            ["schedule.arrivals"] = "due: arrivals that came due before the run's end. sent: requests sent. late: sent later than the bound on lateness by the client's own doing (waits for --concurrency's limit and for connections are not counted). missed: due before the run's end but never sent.",
            ["sessions"] = "Over the sessions that began. completed: the last turn was made; broken: a failed turn ended it; cut: the run's end did. started = completed + broken + cut. turns_planned: their turns in the dataset; turns_planned = turns_made + turns_not_made.",
            ["ttft_by.turn"] = "ttft_ms of completed requests by their turn in the session, from 1.",
            ["ttft_by.context"] = "ttft_ms of completed requests by their input tokens, the server's count where it states one, in powers of two.",
            ["ttft_by.cached"] = "ttft_ms of completed requests by cached / prompt tokens as their usage states them; requests whose usage does not are left out.",
            ["cache.hit_rate"] = "Sum of cached tokens / sum of prompt tokens, both from usage, over the completed requests (cache.requests) whose usage states cached tokens.",
            ["cache.hit_rate_with_usage"] = "The same over all completed requests with usage, cached tokens that are not stated taken as 0: engines leave a count of 0 out.",
            ["cache.theoretical_hit_rate"] = "What a cache of blocks of theoretical_block_tokens tokens that never forgets would have had of all turns that were sent, in the order of their sends: hit tokens / prompt tokens. Of text, a token is taken to be 4 bytes, and answers are the recorded ones.",
            ["token_truth.usage_against_counted"] = "The server's completion tokens against the tokens of the answer's text (reasoning and visible) by --count-tokens; tool calls and special tokens have no text. sum: first − second over all requests.",
            ["token_truth.usage_against_chunks"] = "The server's completion tokens against the chunks with output. sum: first − second over all requests.",
            ["input_truth.client_against_target"] = "Prompt tokens as the client counts the prompt by --tokenizer (with what the server puts around it: special tokens, or the chat template) against the length that was aimed at. sum: first − second over all requests, mean: per request, largest: of one request, either way.",
            ["input_truth.usage_against_target"] = "The server's prompt tokens against the length that was aimed at: 0 in all requests is an exact ISL.",
            ["input_truth.usage_against_client"] = "The server's prompt tokens against the client's count, whatever that is (workload.input_length_measured_by); tokens.input_mismatches is its differing.",
            ["observer.delay_us"] = "Arrival in the kernel − stamp, one value a read: how long data lay in the kernel before the client took its time. No values where the kernel's times are not known.",
            ["observer.record_us"] = "Stamp − recorded, one value a read.",
            ["observer.loop_lag_us"] = "How late the event loops' own ticks, one each 10 ms, ran.",
            ["observer.cpu_per_token_us"] = "CPU time of this process over the measurement / output tokens of completed requests.",
            ["observer.cpu_share"] = "Of the busiest loop: CPU time of its thread / wall time.",
            ["observer.run_queue_share"] = "Of the most starved loop: time it was ready to run but not running / wall time.",
            ["observer.dropped"] = "Values that no histogram could take, and arrival times that were lost.",
            ["validity.valid"] = "No bound was passed: the figures are the target's, not the client's own. reasons names each bound that was passed; bounds are those in force.",
            ["steady_state"] = "The run between ramp and drain. Under a concurrency: from the instant when 95% of it (rounded up) were first under way (sent, not yet over) to the instant when, with no further request to start, fewer were; dips between a stream's requests stay inside, below_s is their length. Under a rate or trace, which have no target: from the end of the first request, whatever its outcome, to the due time of the last arrival. ramp_s + length_s + drain_s = duration_s.",
            ["steady_state.metrics"] = "As metrics, over completed requests sent inside the window (lateness, connect_ms and its parts, head_ms: all requests sent inside); itl_ms and itl_per_token_ms over the gaps of completed requests that ended inside the window, whenever the request was sent.",
            ["steady_state.throughput"] = "Per second of length_s: completed requests that ended inside the window and their prompt tokens; output tokens of completed requests that arrived inside it.",
            ["power"] = "GPU boards only: host, fans, network and cooling are not in it. Over the window of duration_s, ramp and drain included.",
            ["engine_metrics.counters"] = "The engine's own counters (names ending in _total, _sum, _count): page after the measurement − page before, warm-up excluded; those that did not move are left out.",
            ["client.cpu_share"] = "CPU time of this process / (duration_s × cores).",
        };
        foreach (MetricDefinition metric in MetricRegistry.All)
        {
            all["metrics." + metric.Name] = $"{metric.Definition} Source: {metric.Source}.";
        }

        foreach (MetricDefinition metric in SessionTotals.Definitions)
        {
            all["sessions." + metric.Name] = metric.Definition;
        }

        foreach (MetricDefinition metric in PowerMetrics.All)
        {
            all["power." + metric.Name] = $"{metric.Definition} Source: {metric.Source}.";
        }

        return all;
    }
}
