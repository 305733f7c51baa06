using System.Globalization;
using System.Text;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Serving;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Handoffs;

/// <summary>The endpoints of an engine with a role, beyond the APIs: its cache, and what routers ask of its kind.</summary>
internal sealed class RoleEndpoints(EngineState engine, HandoffNode node)
{
    /// <summary>Answers, where the path is one of these.</summary>
    public Task? TryHandle(HttpContext http) => (http.Request.Path.Value, http.Request.Method, node.Options.Speaks) switch
    {
        ("/kv", "GET", _) => Replies.JsonAsync(http, 200, KvBody.Format(node.Figures)),
        ("/kv", "DELETE", _) => ResetAsync(http),
        ("/health_generate", "GET", SimulatedEngineKind.Sglang) => Replies.JsonAsync(http, 200, "{\"status\":\"ok\",\"simulated\":true}"u8.ToArray()),
        ("/server_info" or "/get_server_info", "GET", SimulatedEngineKind.Sglang or SimulatedEngineKind.Trtllm) => Replies.JsonAsync(http, 200, ServerInfo()),
        ("/model_info" or "/get_model_info", "GET", SimulatedEngineKind.Sglang) => Replies.JsonAsync(http, 200, ModelInfo()),
        ("/v1/loads", "GET", SimulatedEngineKind.Sglang) => Replies.JsonAsync(http, 200, Loads()),
        ("/flush_cache", "POST", SimulatedEngineKind.Sglang) => FlushAsync(http),
        _ => null,
    };

    private Task ResetAsync(HttpContext http)
    {
        node.ResetTally();
        return Replies.JsonAsync(http, 200, KvBody.Format(node.Figures));
    }

    /// <summary>SGLang flushes only when nothing runs; <c>timeout</c> is how many seconds it waits for that.</summary>
    private async Task FlushAsync(HttpContext http)
    {
        string text = http.Request.Query["timeout"].ToString();
        if (!double.TryParse(text.Length == 0 ? "0" : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds > 3600)
        {
            await Replies.JsonAsync(http, 400, EngineErrors.Format(SimulatedEngineKind.Sglang, 400, "timeout must be a number of seconds from 0 to 3600"));
            return;
        }

        bool isIdle;
        try
        {
            await node.Pool.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(seconds), engine.Time, http.RequestAborted);
            isIdle = true;
        }
        catch (TimeoutException)
        {
            isIdle = false;
        }

        // SGLang's words, both ways.
        await Replies.SendAsync(http, isIdle ? 200 : 400, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(isIdle
            ? "Cache flushed.\nPlease check backend logs for more details. (When there are running or waiting requests, the operation will not be performed.)\n"
            : "Flush cache failed.\nThere are running or waiting requests.\n"));
    }

    private byte[] ServerInfo() => InfoBodies.Write(json =>
    {
        json.WriteBoolean("simulated"u8, true);
        json.WriteString("model_path"u8, engine.Options.Model);
        json.WriteString("served_model_name"u8, engine.Options.Model);
        json.WriteNumber("dp_size"u8, node.Options.DpSize);
        json.WriteNumber("tp_size"u8, engine.Options.Roofline?.Deployment.Tp ?? 1);
        if (node.Options.Speaks == SimulatedEngineKind.Sglang)
        {
            json.WriteString("disaggregation_mode"u8, node.Options.Role == SimulatedRole.Both ? "null" : HandoffNames.NameOf(node.Options.Role));
            json.WriteNumber("max_total_num_tokens"u8, (long)node.Pool.TotalBlocks * Kv.KvPool.BlockTokens);
            json.WriteNumber("disaggregation_bootstrap_port"u8, node.Channel?.Port ?? node.Options.BootstrapPort ?? Channel.Channels.BootstrapPortDefault);
        }
        else if (node.Channel is { } channel)
        {
            json.WriteStartObject("disaggregated_params"u8);
            json.WriteNumber("ctx_dp_rank"u8, 0);
            json.WriteStartArray("ctx_info_endpoint"u8);
            json.WriteStringValue("tcp://" + channel);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    });

    private byte[] ModelInfo() => InfoBodies.Write(json =>
    {
        json.WriteBoolean("simulated"u8, true);
        json.WriteString("model_path"u8, engine.Options.Model);
        json.WriteString("tokenizer_path"u8, engine.Options.Model);
        json.WriteBoolean("is_generation"u8, true);
    });

    private byte[] Loads() => InfoBodies.Write(json =>
    {
        (int free, int running, int waiting) = node.Pool.Figures;
        json.WriteBoolean("simulated"u8, true);
        json.WriteNumber("dp_rank_count"u8, node.Options.DpSize);
        json.WriteStartArray("loads"u8);
        for (int rank = 0; rank < node.Options.DpSize; rank++)
        {
            // Ranks share one cache here: the first has it all.
            bool first = rank == 0;
            json.WriteStartObject();
            json.WriteNumber("dp_rank"u8, rank);
            json.WriteNumber("num_running_reqs"u8, first ? running : 0);
            json.WriteNumber("num_waiting_reqs"u8, first ? waiting : 0);
            json.WriteNumber("num_used_tokens"u8, first ? (long)(node.Pool.TotalBlocks - free) * Kv.KvPool.BlockTokens : 0);
            json.WriteNumber("max_total_num_tokens"u8, (long)node.Pool.TotalBlocks * Kv.KvPool.BlockTokens);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
