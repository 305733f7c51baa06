using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Settings;

/// <summary>The pools fit together and to the protocol; policies and their options exist.</summary>
internal static class PoolChecks
{
    public static void Check(CheckContext context)
    {
        Shape(context, context.Settings);
        Conditional(context, context.Settings);
        foreach ((string path, _, PoolSection pool) in context.Pools)
        {
            Policy(context, path, pool.Policy);
            if (pool.Workers.Count == 0 && pool.Dns.Count == 0 && context.Settings.Heartbeat is null && context.Settings.Admin is null)
            {
                context.Add(path, "has neither workers nor dns, and no heartbeat or admin listener could add any");
            }
        }
    }

    private static void Shape(CheckContext context, RouterSettings settings)
    {
        (bool prefill, bool decode) = (settings.Pools.Prefill is not null, settings.Pools.Decode is not null);
        context.IsOneOf("client_gone.prefill", settings.ClientGone.Prefill, ["abort", "finish"]);
        bool isKnown = settings.Protocol is null || context.IsOneOf("protocol", settings.Protocol, context.Rules.Protocols);
        if (prefill != decode)
        {
            context.Add(prefill ? "pools.prefill" : "pools.decode", $"there is no pool pools.{(prefill ? "decode" : "prefill")}: both are needed, or pools.workers for aggregated workers");
        }
        else if (prefill && settings.Protocol is null)
        {
            context.Add("pools.prefill", $"the key 'protocol' is missing, by which prefill and decode workers hand over; accepted: {string.Join(", ", context.Rules.Protocols)}");
        }
        else if (!prefill && settings.Protocol is not null && isKnown && settings.Heartbeat is null)
        {
            context.Add("protocol", "is given without the pools pools.prefill and pools.decode");
        }
        else if (!prefill && settings.Pools.Workers is null && settings.Heartbeat is null)
        {
            context.Add("pools", "there is nothing to route to; accepted: pools.workers, or pools.prefill and pools.decode with a protocol");
        }
    }

    private static void Conditional(CheckContext context, RouterSettings settings)
    {
        if (settings.Conditional.MaxLocalPrefillTokens > 0 && settings.Protocol is { } name && Handoffs.TryFind(name, out HandoffKind kind) && !Handoffs.Get(kind).DecodesAlone)
        {
            context.Add("conditional.max_local_prefill_tokens", $"found {settings.Conditional.MaxLocalPrefillTokens}; accepted: 0 with the protocol {name}, whose decode engines compute no prompt themselves");
        }
    }

    private static void Policy(CheckContext context, string path, PolicySection policy)
    {
        if (!context.IsOneOf($"{path}.policy.name", policy.Name, context.Rules.Policies.Keys))
        {
            return;
        }

        IReadOnlyList<string> options = context.Rules.Policies[policy.Name];
        foreach ((string name, bool isGiven) in Options(policy))
        {
            if (isGiven && !options.Contains(name))
            {
                string accepted = options.Count == 0 ? "none" : string.Join(", ", options);
                context.Add($"{path}.policy.{name}", $"the policy {policy.Name} has no such option; accepted: {accepted}");
            }
        }
    }

    private static (string Name, bool IsGiven)[] Options(PolicySection policy) =>
    [
        ("load_factor", policy.LoadFactor is not null),
        ("match_threshold", policy.MatchThreshold is not null),
        ("balance_abs_threshold", policy.BalanceAbsThreshold is not null),
        ("balance_rel_threshold", policy.BalanceRelThreshold is not null),
        ("prefix_block_bytes", policy.PrefixBlockBytes is not null),
        ("prefix_blocks_max", policy.PrefixBlocksMax is not null),
    ];
}
