namespace LoadGen.Routing.Settings;

/// <summary>Files that are named exist, variables that are named are set, and what belongs together is given together.</summary>
internal static class FileChecks
{
    public static void Check(CheckContext context)
    {
        foreach ((string path, string? file) in SettingsFiles.Of(context.Settings))
        {
            if (file is { Length: 0 })
            {
                context.Add(path, "names no file");
            }
            else if (file is not null && Path.GetFullPath(file, context.Folder) is var full && !context.Rules.FileExists(full))
            {
                context.Add(path, $"the file '{full}' does not exist");
            }
        }

        Variable(context, "admin.token_env", context.Settings.Admin?.TokenEnv);
        Variable(context, "telemetry.otlp_headers_env", context.Settings.Telemetry.OtlpHeadersEnv);
        WorkerTls(context, context.Settings.WorkerTls);
        Telemetry(context, context.Settings.Telemetry);
    }

    private static void Variable(CheckContext context, string path, string? name)
    {
        if (name is not null && string.IsNullOrEmpty(context.Rules.Variable(name)))
        {
            context.Add(path, $"the environment variable {name} is not set");
        }
    }

    private static void WorkerTls(CheckContext context, WorkerTlsSection tls)
    {
        if (tls.ClientCertificateFile is null != tls.ClientKeyFile is null)
        {
            context.Add("worker_tls", "client_certificate_file and client_key_file are given together or not at all");
        }

        if (tls is { Insecure: true, CaFile: not null })
        {
            context.Add("worker_tls.insecure", "ca_file has no meaning when any certificate is accepted: remove one of them");
        }
    }

    private static void Telemetry(CheckContext context, TelemetrySection telemetry)
    {
        if (telemetry.OtlpEndpoint is { } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
        {
            context.Add("telemetry.otlp_endpoint", $"found '{endpoint}'; accepted: an http or https URL, such as http://127.0.0.1:4318");
        }

        if (telemetry.AccessLog.Length == 0)
        {
            context.Add("telemetry.access_log", "accepted: stdout, none, or a file");
        }
    }
}
