namespace LoadGen.EndToEnd.Routing;

/// <summary>The router's file, in many right versions and one that is wrong.</summary>
internal static class SoakConfiguration
{
    private static readonly string[] s_policies =
    [
        "{name: least_requests}", "{name: least_tokens}", "{name: round_robin}", "{name: random}", "{name: consistent_hash, load_factor: 1.25}",
        "{name: prefix_cache, match_threshold: 0.3}",
    ];

    /// <summary>The file that the router starts and ends with.</summary>
    public static string Plain(string protocol, string log, IReadOnlyList<SoakEngine> prefill, IReadOnlyList<SoakEngine> decode) =>
        Text(protocol, log, prefill, decode, s_policies[0], s_policies[0], stallS: 6, inFlightMax: 0, localTokens: 0);

    /// <summary>Another one: other policies and limits, now and then a worker fewer.</summary>
    public static string Draw(string protocol, string log, IReadOnlyList<SoakEngine> prefill, IReadOnlyList<SoakEngine> decode, Random random)
    {
        List<SoakEngine> prefills = [.. prefill];
        List<SoakEngine> decodes = [.. decode];
        if (random.Next(4) == 0)
        {
            List<SoakEngine> shorter = random.Next(2) == 0 ? prefills : decodes;
            shorter.RemoveAt(random.Next(shorter.Count));
        }

        // SGLang's decode engines serve no prompt alone.
        int localTokens = protocol == "nixl" && random.Next(3) == 0 ? 20 : 0;
        return Text(
            protocol, log, prefills, decodes, s_policies[random.Next(s_policies.Length)], s_policies[random.Next(s_policies.Length)],
            random.Next(2) == 0 ? 3 : 6, random.Next(3) == 0 ? 12 : 0, localTokens);
    }

    /// <summary>One that has to be refused.</summary>
    public static string Wrong(string good) => good.Replace("pool_idle_s: 3", "pool_idle_s: 7", StringComparison.Ordinal);

    // An engine can finish a prefill in the instant in which its client's leaving reaches it: its answer is lost, and its cache left to the
    // lease. Where that is to be ruled out, prefills are not aborted (client_gone), and only silence ends them, so its limit is short here.
    private static string Text(
        string protocol, string log, IReadOnlyList<SoakEngine> prefill, IReadOnlyList<SoakEngine> decode,
        string prefillPolicy, string decodePolicy, int stallS, int inFlightMax, int localTokens) => FormattableString.Invariant(
        $$"""
        listen: 127.0.0.1:0
        admin: {listen: '127.0.0.1:0'}
        protocol: {{protocol}}
        telemetry: {access_log: '{{log}}'}
        health: {interval_s: 0.5, timeout_s: 1, unhealthy_after: 2}
        breaker: {failures_to_open: 5, open_s: 0.5, trials_max: 2, successes_to_close: 2}
        timeouts: {connect_s: 1, stall_s: {{stallS}}, pool_idle_s: 3, decode_abort_hold_s: 10, handoff_s: 20}
        limits: {in_flight_max: {{inFlightMax}}, queue_size_max: 64, queue_timeout_s: 5, pinned_max: 32, drain_timeout_s: 20}
        client_gone: {prefill: {{(protocol == "nixl" ? "finish" : "abort")}}}
        conditional: {max_local_prefill_tokens: {{localTokens}}}
        headers: {forward: [x-sim-fault]}
        pools:
          prefill:
            policy: {{prefillPolicy}}
            workers: [{{string.Join(", ", prefill.Select(engine => engine.Yaml))}}]
          decode:
            policy: {{decodePolicy}}
            workers: [{{string.Join(", ", decode.Select(engine => engine.Yaml))}}]

        """);
}
