using System.Globalization;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admin;

/// <summary>Reads a worker's settings from the body of <c>POST /admin/workers</c>: strictly, and naming all problems at once.</summary>
internal sealed class WorkerBody
{
    private const int PortMax = 65_535;
    private const int RanksMax = 65_536;

    private static readonly string[] s_keys =
    [
        "url", "role", "bootstrap_port", "zmq_address", "engine_id", "side_channel_host", "side_channel_port", "context_info_endpoint",
        "dp_size", "tp_size", "pp_size", "override_remote_host",
    ];

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>Reads it.</summary>
    /// <returns>The settings and no problems, or null and all of them.</returns>
    public static (WorkerSettings? Settings, IReadOnlyList<string> Problems) Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            var body = new WorkerBody();
            WorkerSettings? settings = body.Read(document.RootElement);
            return body._problems.Count == 0 ? (settings, []) : (null, body._problems);
        }
        catch (JsonException error)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
            return (null, [$"the body is not JSON ({where}): send an object with url and role"]);
        }
        catch (InvalidOperationException)
        {
            // The one case where a JsonElement of the right kind has no text: half of a surrogate pair, or bytes that are not UTF-8.
            return (null, ["the body holds text that is not Unicode: send UTF-8"]);
        }
    }

    private WorkerSettings? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _problems.Add("the body is no JSON object: send one with url and role");
            return null;
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!s_keys.Contains(property.Name))
            {
                _problems.Add($"{EngineFailure.OneLine(property.Name)} is not known: use {string.Join(", ", s_keys)}");
            }
            else if (!_values.TryAdd(property.Name, property.Value))
            {
                _problems.Add($"{property.Name} is given twice");
            }
        }

        Uri? url = Url();
        WorkerRole? role = Role();
        HandoffPeer peer = Peer(url);
        return url is null || role is null ? null : new WorkerSettings { Url = url, Role = role.Value, Peer = peer, Source = WorkerSource.Admin };
    }

    private HandoffPeer Peer(Uri? url) => new()
    {
        Host = url?.IdnHost ?? "",
        Port = url?.Port ?? 0,
        BootstrapPort = Integer("bootstrap_port", PortMax),
        ZmqAddress = Text("zmq_address"),
        EngineId = Text("engine_id"),
        SideChannelHost = Text("side_channel_host"),
        SideChannelPort = Integer("side_channel_port", PortMax),
        ContextInfoEndpoint = Text("context_info_endpoint"),
        DpSize = Integer("dp_size", RanksMax) ?? 1,
        TpSize = Integer("tp_size", RanksMax) ?? 1,
        PpSize = Integer("pp_size", RanksMax) ?? 1,
        OverridesRemoteHost = Flag("override_remote_host"),
    };

    private Uri? Url()
    {
        if (!_values.ContainsKey("url"))
        {
            _problems.Add("url is missing: give http://host:port or https://host:port");
            return null;
        }

        if (Text("url") is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            // Not shown: it may hold a password.
            _problems.Add("url is not the address of a worker: use http://host:port or https://host:port, without path, query and user");
            return null;
        }

        return url;
    }

    private WorkerRole? Role()
    {
        if (!_values.ContainsKey("role"))
        {
            _problems.Add("role is missing: use prefill, decode or both");
            return null;
        }

        string? text = Text("role");
        WorkerRole? role = RoleNames.ParseRole(text);
        if (text is not null && role is null)
        {
            _problems.Add($"role {EngineFailure.OneLine(text)} is none: use prefill, decode or both");
        }

        return role;
    }

    private string? Text(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        _problems.Add($"{key} must be a string that is not empty");
        return null;
    }

    private int? Integer(string key, int max)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 1 && number <= max)
        {
            return number;
        }

        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{key} must be an integer from 1 to {max}"));
        return null;
    }

    private bool Flag(string key)
    {
        if (Value(key) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _problems.Add($"{key} must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private JsonElement? Value(string key) => _values.TryGetValue(key, out JsonElement value) ? value : null;
}
