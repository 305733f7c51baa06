using LoadGen.Configuration;
using LoadGen.Inference;
using LoadGen.Transport.Connections;

namespace LoadGen.Watching.Settings;

/// <summary>What endpoints may say.</summary>
internal static class EndpointChecks
{
    // Fields that say what is measured: replaced behind the probe's back they would make it wrong.
    private static readonly string[] s_ownFields =
        ["stream", "max_tokens", "max_completion_tokens", "max_output_tokens", "prompt", "messages", "input", "inputs", "text", "input_ids", "token_ids", "text_input"];

    public static void Check(ProblemList problems, IReadOnlyList<EndpointSection> endpoints, Func<string, string?> environment, string folder)
    {
        if (endpoints.Count is 0 or > WatchPlan.MostEndpoints)
        {
            problems.Add("endpoints", $"found {endpoints.Count}; accepted: 1 to {WatchPlan.MostEndpoints} endpoints, such as {{ name: mine, url: http://127.0.0.1:8000, model: NAME }}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < endpoints.Count; i++)
        {
            string path = $"endpoints[{i}]";
            EndpointSection endpoint = endpoints[i];
            Name(problems, $"{path}.name", endpoint.Name, names);
            Url(problems, $"{path}.url", endpoint.Url);
            Api(problems, path, endpoint);
            Key(problems, $"{path}.api_key_env", endpoint.ApiKeyEnv, environment);
            HeaderChecks.Check(problems, $"{path}.headers", endpoint.Headers);
            Trust(problems, path, endpoint, folder);
            Extra(problems, $"{path}.extra_body", endpoint);
        }
    }

    /// <summary>The URL that requests go to; null where the text is none. A pasted <c>/v1</c> is the APIs' paths' own beginning.</summary>
    public static Uri? UrlOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            return null;
        }

        string path = url.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.Ordinal) ? new UriBuilder(url) { Path = path[..^3] }.Uri : url;
    }

    private static void Name(ProblemList problems, string path, string name, HashSet<string> names)
    {
        if (name.Length == 0 || name.Any(char.IsControl))
        {
            problems.Add(path, "accepted: a name of visible characters");
        }
        else if (!names.Add(name))
        {
            problems.Add(path, $"'{name}' is the name of another endpoint too; accepted: a name of its own");
        }
    }

    private static void Url(ProblemList problems, string path, string text)
    {
        if (UrlOf(text) is not { } url)
        {
            problems.Add(path, "accepted: an http:// or https:// URL, such as http://127.0.0.1:8000");
        }
        else if (url.UserInfo.Length > 0)
        {
            problems.Add(path, "a user name or password in the URL is not accepted; use api_key_env or headers");
        }
        else if (url.Fragment.Length > 0)
        {
            problems.Add(path, "a fragment (#…) has no meaning here; remove it");
        }
    }

    private static void Api(ProblemList problems, string path, EndpointSection endpoint)
    {
        if (!InferenceApis.TryGet(endpoint.Api, out IInferenceApi? api) || !api.Traits.Generates)
        {
            problems.Add($"{path}.api", $"found '{endpoint.Api}'; accepted: {string.Join(", ", InferenceApis.All.Where(a => a.Traits.Generates).Select(a => a.Name))}");
        }
        else if (endpoint.IgnoreEos && !api.Traits.CanIgnoreEos)
        {
            problems.Add($"{path}.ignore_eos", $"the API {api.Name} does not have it; leave the key out");
        }

        if (endpoint.Model.Length == 0)
        {
            problems.Add($"{path}.model", "accepted: the model's name, as GET /v1/models lists it");
        }
    }

    private static void Key(ProblemList problems, string path, string? variable, Func<string, string?> environment)
    {
        if (variable is null)
        {
            return;
        }

        string? key = environment(variable)?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            problems.Add(path, "the environment variable that it names is not set");
        }
        else if (key.Any(char.IsControl))
        {
            problems.Add(path, "the key in the environment variable holds line breaks or control characters: it must be one line");
        }
    }

    private static void Trust(ProblemList problems, string path, EndpointSection endpoint, string folder)
    {
        if (endpoint.Insecure && endpoint.CaFile is not null)
        {
            problems.Add($"{path}.ca_file", "insecure and ca_file exclude each other: with insecure no certificate is checked");
        }

        if (endpoint.CaFile is { } file)
        {
            try
            {
                CaFile.Load(Path.Combine(folder, file));
            }
            catch (ArgumentException e)
            {
                problems.Add($"{path}.ca_file", e.Message);
            }
        }
    }

    private static void Extra(ProblemList problems, string path, EndpointSection endpoint)
    {
        if (endpoint.ExtraBody is not { } extra)
        {
            return;
        }

        if (extra.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            problems.Add(path, "accepted: a mapping of request fields");
            return;
        }

        foreach (string field in s_ownFields.Where(field => extra.TryGetProperty(field, out _)))
        {
            problems.Add($"{path}.{field}", "this field is the probe's own; use isl, osl and model");
        }
    }
}
