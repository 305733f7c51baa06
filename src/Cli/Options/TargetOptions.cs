using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>Which endpoint, spoken to how.</summary>
internal sealed class TargetOptions
{
    // Fields that say what is measured: replaced behind the measurement's back they would make it wrong.
    private static readonly string[] OwnFields = ["stream", "max_tokens", "max_completion_tokens", "prompt", "messages"];

    private readonly Option<string?> _url = Syntax.Text("--url", "URL", "Base URL of the endpoint, such as http://127.0.0.1:8000 (required), or http://unix:/run/engine.sock:/v1. The API's path is added to it; a trailing /v1 is accepted.");
    private readonly Option<string?> _api = Syntax.Choice("--api", "API to speak. Default: chat.", [.. InferenceApis.Names]);
    private readonly Option<string?> _model = Syntax.Text("--model", "NAME", "Model to ask for. Default: the first that the endpoint lists under /v1/models.");
    private readonly Option<bool> _noStream = Syntax.Flag("--no-stream", "Ask for whole answers instead of streams; TTFT, ITL and TPOT do not exist then.");
    private readonly Option<bool> _noIgnoreEos = Syntax.Flag("--no-ignore-eos", "Do not send ignore_eos: answers may end early. Needed for endpoints that refuse the field. Default: ignore_eos is sent, and an answer of another length than asked for is a failure.");
    private readonly Option<double?> _temperature = Syntax.Number("--temperature", "Sampling temperature. Default: 0, as InferenceX.", 0, 2);
    private readonly Option<string?> _extraBody = Syntax.Text("--extra-body", "JSON", "Further request fields as a JSON object, or @FILE; a field named here replaces the one that would be sent.");
    private readonly Option<string[]> _headers = Syntax.Texts("--header", "'NAME: VALUE'", "Further request header; may be given several times. Values are never written to results.");
    private readonly Option<string?> _keyEnv = Syntax.Text("--api-key-env", "VAR", "Environment variable that holds the API key; sent as a bearer token, never written anywhere.");
    private readonly Option<string?> _keyFile = Syntax.Text("--api-key-file", "FILE", "File that holds the API key.");
    private readonly Option<TimeSpan?> _connect = Syntax.Duration("--connect-timeout", "Limit for opening a connection. Default: 10s.");
    private readonly Option<TimeSpan?> _firstByte = Syntax.Duration("--first-byte-timeout", "Limit from the send to the response's first byte. Default: none.");
    private readonly Option<TimeSpan?> _stall = Syntax.Duration("--stall-timeout", "Limit between two reads of a response. Default: none.");
    private readonly Option<TimeSpan?> _request = Syntax.Duration("--request-timeout", "Limit for a whole request. Default: 6h, as InferenceX.");
    private readonly Option<bool> _insecure = Syntax.Flag("--insecure", "Accept any TLS certificate.");
    private readonly Option<string?> _caFile = Syntax.Text("--ca-file", "PEM", "Trust the certificate authorities in this file instead of the system's.");
    private readonly Option<string?> _serverName = Syntax.Text("--server-name", "NAME", "Name for TLS (SNI and certificate check) where it differs from the URL's host.");
    private readonly RouteOptions _route = new();
    private readonly HttpOptions _http = new();
    private readonly Option<string[]> _sources = Syntax.Texts("--source-address", "ADDRESS[,…]", "Local addresses to connect from, used in turn; each has local ports of its own (docs/host.md). Default: the kernel's choice.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _url, _api, _model, _noStream, _noIgnoreEos, _temperature, _extraBody, _headers, _keyEnv, _keyFile,
            _connect, _firstByte, _stall, _request, _insecure, _caFile, _serverName, _sources,
        })
        {
            command.Options.Add(option);
        }

        _route.AddTo(command);
        _http.AddTo(command);
    }

    public TargetChoice? Read(ParseResult parse, Problems problems, JsonObject configuration)
    {
        Uri? url = ReadUrl(parse.GetValue(_url), problems, out string? socket);
        IInferenceApi api = InferenceApis.TryGet(parse.GetValue(_api) ?? "chat", out IInferenceApi? chosen) ? chosen : new ChatCompletionsApi();
        List<KeyValuePair<string, string>> headers = ReadHeaders(parse, problems);
        if (ReadKey(parse, problems) is { } key)
        {
            headers.Add(new("Authorization", "Bearer " + key));
        }

        JsonElement? extra = ReadExtraBody(parse.GetValue(_extraBody), problems);
        TransportOptions transport = ReadTransport(parse, url, problems);
        transport = transport with { Route = _route.Read(parse, url, socket, transport.SourceAddresses.Count > 0, problems, configuration) };
        var generation = new GenerationOptions
        {
            Model = parse.GetValue(_model) ?? "",
            Stream = !parse.GetValue(_noStream),
            IgnoreEos = !parse.GetValue(_noIgnoreEos),
            Temperature = parse.GetValue(_temperature) ?? 0.0,
            ExtraBody = extra,
        };
        Describe(configuration, parse, api, generation, headers, transport);
        HttpSettings http = _http.Read(parse, url, transport.Route, problems, configuration);
        transport = transport with { Http = http.Version, Http2Connections = http.Connections };
        return url is null ? null : new TargetChoice(url, api, generation, headers, transport) { RetryAfterMax = http.RetryAfterMax };
    }

    private static Uri? ReadUrl(string? text, Problems problems, out string? socket)
    {
        socket = null;
        if (text is null)
        {
            problems.Add("--url is missing: name the endpoint, such as --url http://127.0.0.1:8000");
            return null;
        }

        if (!UnixSocketUrl.TryParse(text, out Uri? url, out socket)
            && !Uri.TryCreate(text, UriKind.Absolute, out url))
        {
            url = null;
        }

        if (url is null || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            problems.Add($"--url: '{text}' is not an http:// or https:// URL, such as http://127.0.0.1:8000");
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            problems.Add("--url: a user name or password in the URL is not accepted; use --api-key-env or --header");
            return null;
        }

        if (url.Fragment.Length > 0)
        {
            problems.Add("--url: a fragment (#…) has no meaning here; remove it");
            return null;
        }

        // Users paste the base URL of OpenAI clients, which ends in /v1; the APIs' paths begin with it.
        return url.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal)
            ? new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/')[..^3] }.Uri
            : url;
    }

    private List<KeyValuePair<string, string>> ReadHeaders(ParseResult parse, Problems problems)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string text in parse.GetValue(_headers) ?? [])
        {
            int colon = text.IndexOf(':');
            string name = colon < 0 ? "" : text[..colon].Trim();
            if (name.Length == 0 || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))))
            {
                problems.Add("--header: write 'NAME: VALUE' with an HTTP field name" + (name.Length == 0 ? "" : $"; '{name}' is none"));
                continue;
            }

            string value = text[(colon + 1)..].Trim();
            if (value.Any(char.IsControl))
            {
                problems.Add($"--header {name}: the value holds control characters; remove them");
                continue;
            }

            if (name.Equals("content-length", StringComparison.OrdinalIgnoreCase) || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase))
            {
                problems.Add($"--header {name}: the body's length is stated by this program; remove the header");
                continue;
            }

            headers.Add(new(name, value));
        }

        return headers;
    }

    private string? ReadKey(ParseResult parse, Problems problems)
    {
        string? variable = parse.GetValue(_keyEnv);
        string? file = parse.GetValue(_keyFile);
        if (variable is not null && file is not null)
        {
            problems.Add("--api-key-env and --api-key-file exclude each other: keep one");
            return null;
        }

        string? key = null;
        if (variable is not null)
        {
            key = Environment.GetEnvironmentVariable(variable)?.Trim();
            if (string.IsNullOrEmpty(key))
            {
                problems.Add($"--api-key-env: the environment variable {variable} is not set");
            }
        }
        else if (file is not null)
        {
            key = TextFile.Read("--api-key-file", file, problems)?.Trim();
            if (key is { Length: 0 })
            {
                problems.Add($"--api-key-file: {file} is empty");
            }
        }

        if (key is not null && key.Any(char.IsControl))
        {
            problems.Add("the API key holds line breaks or control characters: it must be one line");
            return null;
        }

        return string.IsNullOrEmpty(key) ? null : key;
    }

    private static JsonElement? ReadExtraBody(string? text, Problems problems)
    {
        if (text is null)
        {
            return null;
        }

        string? json = text.StartsWith('@') ? TextFile.Read("--extra-body", text[1..], problems) : text;
        if (json is null)
        {
            return null;
        }

        try
        {
            JsonElement extra = ExtraBody.Parse(json);
            foreach (string name in OwnFields.Where(name => extra.TryGetProperty(name, out _)))
            {
                problems.Add($"--extra-body: the field {name} is the measurement's own; use {(name == "stream" ? "--no-stream" : name.StartsWith("max", StringComparison.Ordinal) ? "--osl" : "the workload's options")} instead");
            }

            return extra;
        }
        catch (FormatException e)
        {
            problems.Add("--extra-body: " + e.Message);
            return null;
        }
    }

    private TransportOptions ReadTransport(ParseResult parse, Uri? url, Problems problems)
    {
        bool insecure = parse.GetValue(_insecure);
        string? caFile = parse.GetValue(_caFile);
        if (insecure && caFile is not null)
        {
            problems.Add("--insecure and --ca-file exclude each other: with --insecure no certificate is checked");
        }

        if (url?.Scheme == "http" && (insecure || caFile is not null || parse.GetValue(_serverName) is not null))
        {
            problems.Add("--insecure, --ca-file and --server-name need an https:// URL");
        }

        if (caFile is not null)
        {
            CheckCaFile(caFile, problems);
        }

        return TransportOptions.Default with
        {
            ConnectTimeout = parse.GetValue(_connect) ?? TimeSpan.FromSeconds(10),
            FirstByteTimeout = parse.GetValue(_firstByte),
            StallTimeout = parse.GetValue(_stall),
            RequestTimeout = parse.GetValue(_request) ?? TimeSpan.FromHours(6),
            Insecure = insecure,
            CaFile = caFile,
            ServerName = parse.GetValue(_serverName),
            SourceAddresses = SourceAddresses.Read(parse.GetValue(_sources) ?? [], problems),
        };
    }

    // The connector reads the file too, but by then the run's folder is there.
    private static void CheckCaFile(string path, Problems problems)
    {
        if (!File.Exists(path))
        {
            problems.Add($"--ca-file: {path} does not exist");
            return;
        }

        try
        {
            CaFile.Load(path);
        }
        catch (ArgumentException e)
        {
            problems.Add("--ca-file: " + e.Message);
        }
    }

    private void Describe(
        JsonObject configuration, ParseResult parse, IInferenceApi api, GenerationOptions generation, List<KeyValuePair<string, string>> headers, TransportOptions transport)
    {
        configuration["url"] = parse.GetValue(_url);
        configuration["api"] = api.Name;
        configuration["model"] = parse.GetValue(_model);
        configuration["stream"] = generation.Stream;
        configuration["ignore_eos"] = generation.IgnoreEos;
        configuration["temperature"] = generation.Temperature;
        configuration["extra_body"] = generation.ExtraBody is { } extra ? JsonObject.Create(extra) : null;
        configuration["header_names"] = new JsonArray([.. headers.Select(h => (JsonNode?)JsonValue.Create(h.Key))]);
        configuration["api_key_env"] = parse.GetValue(_keyEnv);
        configuration["api_key_file"] = parse.GetValue(_keyFile);
        configuration["connect_timeout_s"] = transport.ConnectTimeout?.TotalSeconds;
        configuration["first_byte_timeout_s"] = transport.FirstByteTimeout?.TotalSeconds;
        configuration["stall_timeout_s"] = transport.StallTimeout?.TotalSeconds;
        configuration["request_timeout_s"] = transport.RequestTimeout?.TotalSeconds;
        configuration["insecure"] = transport.Insecure;
        configuration["ca_file"] = transport.CaFile;
        configuration["server_name"] = transport.ServerName;
        configuration["source_addresses"] = new JsonArray([.. transport.SourceAddresses.Select(a => (JsonNode?)JsonValue.Create(a.ToString()))]);
    }
}

/// <summary>The endpoint as the user chose it. An empty model name is to be asked of the endpoint.</summary>
internal sealed record TargetChoice(
    Uri Url, IInferenceApi Api, GenerationOptions Generation, IReadOnlyList<KeyValuePair<string, string>> Headers, TransportOptions Transport)
{
    /// <summary>The longest Retry-After that is honoured; null for none.</summary>
    public TimeSpan? RetryAfterMax { get; init; }

    /// <summary>How the client listens to it.</summary>
    public InstrumentChoice Instrument { get; init; } = InstrumentChoice.Default;
}
