namespace LoadGen.Routing.Settings;

/// <summary>The files that settings name. Relative names are relative to the configuration file's folder.</summary>
internal static class SettingsFiles
{
    /// <summary>All of them that must exist, by their keys.</summary>
    public static IEnumerable<(string Path, string? File)> Of(RouterSettings settings) =>
    [
        ("admin.token_file", settings.Admin?.TokenFile),
        ("api_keys.file", settings.ApiKeys?.File),
        ("tls.certificate_file", settings.Tls?.CertificateFile),
        ("tls.key_file", settings.Tls?.KeyFile),
        ("tls.client_ca_file", settings.Tls?.ClientCaFile),
        ("worker_tls.ca_file", settings.WorkerTls.CaFile),
        ("worker_tls.client_certificate_file", settings.WorkerTls.ClientCertificateFile),
        ("worker_tls.client_key_file", settings.WorkerTls.ClientKeyFile),
    ];

    /// <summary>The same settings with full paths.</summary>
    public static RouterSettings Resolve(RouterSettings settings, string folder)
    {
        string Full(string file) => Path.GetFullPath(file, folder);
        string? FullOrNull(string? file) => file is null ? null : Full(file);
        return settings with
        {
            Admin = settings.Admin is { } admin ? admin with { TokenFile = FullOrNull(admin.TokenFile) } : null,
            ApiKeys = settings.ApiKeys is { } keys ? keys with { File = Full(keys.File) } : null,
            Tls = settings.Tls is { } tls
                ? tls with { CertificateFile = Full(tls.CertificateFile), KeyFile = Full(tls.KeyFile), ClientCaFile = FullOrNull(tls.ClientCaFile) }
                : null,
            WorkerTls = settings.WorkerTls with
            {
                CaFile = FullOrNull(settings.WorkerTls.CaFile),
                ClientCertificateFile = FullOrNull(settings.WorkerTls.ClientCertificateFile),
                ClientKeyFile = FullOrNull(settings.WorkerTls.ClientKeyFile),
            },
            Telemetry = settings.Telemetry with
            {
                AccessLog = IsAccessLogFile(settings.Telemetry.AccessLog) ? Full(settings.Telemetry.AccessLog) : settings.Telemetry.AccessLog,
            },
        };
    }

    public static bool IsAccessLogFile(string log) => log is not ("stdout" or "none");
}
