using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>Which endpoint, spoken to how.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _url = Syntax.Text("--url", "URL", "Base URL of the endpoint, such as http://127.0.0.1:8000 (required), or http://unix:/run/engine.sock:/v1. The API's path is added to it; a trailing /v1 is accepted.");
    private readonly ApiOptions _api = new();
    private readonly HeaderOptions _headers = new();
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
        Option[] own = [_connect, _firstByte, _stall, _request, _insecure, _caFile, _serverName, _sources];
        foreach (Option option in (IEnumerable<Option>)[_url, .. _api.All, .. _headers.All, .. own])
        {
            command.Options.Add(option);
        }

        _route.AddTo(command);
        _http.AddTo(command);
    }

    public TargetChoice? Read(ParseResult parse, Problems problems, JsonObject configuration)
    {
        Uri? url = ReadUrl(parse.GetValue(_url), problems, out string? socket);
        configuration["url"] = parse.GetValue(_url) is { } given ? ShownUrl.Of(given) : null;
        IInferenceApi api = _api.Api(parse);
        List<KeyValuePair<string, string>> headers = _headers.Read(parse, api, problems, configuration);
        GenerationOptions generation = _api.Read(parse, api, problems, configuration);
        TransportOptions transport = ReadTransport(parse, url, problems);
        transport = transport with { Route = _route.Read(parse, url, socket, transport.SourceAddresses.Count > 0, problems, configuration) };
        Describe(configuration, transport);
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
            problems.Add($"--url: '{ShownUrl.Of(text)}' is not an http:// or https:// URL, such as http://127.0.0.1:8000");
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

    private static void Describe(JsonObject configuration, TransportOptions transport)
    {
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
