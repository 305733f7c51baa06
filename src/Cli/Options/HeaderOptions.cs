using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Inference;

namespace LoadGen.Cli.Options;

/// <summary>The request headers: the user's, the API's own, and the key. Values are never written anywhere.</summary>
internal sealed class HeaderOptions
{
    private readonly Option<string[]> _headers = Syntax.Texts("--header", "'NAME: VALUE'", "Further request header; may be given several times. Values are never written to results.");
    private readonly Option<string?> _keyEnv = Syntax.Text("--api-key-env", "VAR", "Environment variable that holds the API key; sent as the API wants it (a bearer token; anthropic: x-api-key), never written anywhere.");
    private readonly Option<string?> _keyFile = Syntax.Text("--api-key-file", "FILE", "File that holds the API key.");
    private readonly Option<string?> _keyHeader = Syntax.Text("--api-key-header", "NAME", "Header that carries the key, where the endpoint wants another than the API: Authorization (as a bearer token), x-api-key, api-key, …");

    public IEnumerable<Option> All => [_headers, _keyEnv, _keyFile, _keyHeader];

    public List<KeyValuePair<string, string>> Read(ParseResult parse, IInferenceApi api, Problems problems, JsonObject configuration)
    {
        List<KeyValuePair<string, string>> headers = ReadHeaders(parse, problems);
        if (ReadKey(parse, problems) is { } key)
        {
            headers.Add(Carrier(parse.GetValue(_keyHeader), key, api, problems));
        }
        else if (parse.GetValue(_keyHeader) is not null)
        {
            problems.Add("--api-key-header needs a key: --api-key-env or --api-key-file");
        }

        // What the user gives takes the place of what the API would send.
        headers.AddRange(api.Headers.Where(own => !headers.Exists(h => h.Key.Equals(own.Key, StringComparison.OrdinalIgnoreCase))).ToArray());
        configuration["header_names"] = new JsonArray([.. headers.Select(h => (JsonNode?)JsonValue.Create(h.Key))]);
        configuration["api_key_env"] = parse.GetValue(_keyEnv);
        configuration["api_key_file"] = parse.GetValue(_keyFile);
        return headers;
    }

    private static KeyValuePair<string, string> Carrier(string? header, string key, IInferenceApi api, Problems problems)
    {
        if (header is null)
        {
            return api.Authenticate(key);
        }

        if (!IsFieldName(header))
        {
            problems.Add($"--api-key-header: '{header}' is not an HTTP field name, such as x-api-key");
        }

        return new(header, header.Equals("authorization", StringComparison.OrdinalIgnoreCase) ? "Bearer " + key : key);
    }

    private List<KeyValuePair<string, string>> ReadHeaders(ParseResult parse, Problems problems)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string text in parse.GetValue(_headers) ?? [])
        {
            int colon = text.IndexOf(':');
            string name = colon < 0 ? "" : text[..colon].Trim();
            if (!IsFieldName(name))
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

    private static bool IsFieldName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));

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
}
