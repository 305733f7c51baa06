using System.Globalization;
using Npgsql;

namespace LoadGen.Results.Postgres;

/// <summary>
/// Where results are pushed to, as libpq's URIs name it: <c>postgres://USER@HOST:PORT/DATABASE?sslmode=require</c>. There is no password in it: command
/// lines are read by everyone on a host. PGPASSWORD, PGPASSFILE or <c>~/.pgpass</c> have it, and only the driver reads them.
/// </summary>
public sealed class PostgresTarget
{
    private const string Accepted = "postgres://USER@HOST:PORT/DATABASE, with the password in PGPASSWORD or a passfile";
    private const int TimeoutS = 15;
    private const string ApplicationName = "loadgen";

    private static readonly string[] s_parameters = ["host", "port", "user", "dbname", "sslmode", "passfile"];

    private PostgresTarget(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    /// <summary>Server and database, as messages name them.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Settings.Host}:{Settings.Port}/{Settings.Database}");

    internal NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">It is none, or has what it may not have. A password is not repeated.</exception>
    public static PostgresTarget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("postgres" or "postgresql"))
        {
            throw new FormatException($"not a PostgreSQL URI; accepted: {Accepted}");
        }

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new FormatException("a password in the URI is seen by everyone on this host; put it into PGPASSWORD, PGPASSFILE or ~/.pgpass");
        }

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length > 0 ? uri.Host : "localhost",
            ApplicationName = ApplicationName,
            Timeout = TimeoutS,
            CommandTimeout = TimeoutS * 4,
            // One push is one connection: a pool would only keep it from ending.
            Pooling = false,
        };
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        if (uri.UserInfo.Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(uri.UserInfo);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            settings.Database = Uri.UnescapeDataString(database);
        }

        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            Set(settings, parts[0], Uri.UnescapeDataString(parts.Length == 2 ? parts[1] : ""));
        }

        return string.IsNullOrEmpty(settings.Database) ? throw new FormatException($"names no database; accepted: {Accepted}") : new PostgresTarget(settings);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "host":
                settings.Host = value;
                break;
            case "port":
                settings.Port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_536
                    ? port : throw new FormatException($"port: '{value}' is no port");
                break;
            case "user":
                settings.Username = value;
                break;
            case "dbname":
                settings.Database = value;
                break;
            case "passfile":
                settings.Passfile = value;
                break;
            case "sslmode":
                settings.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw new FormatException($"sslmode: '{value}' is none; accepted: disable, allow, prefer, require, verify-ca, verify-full"),
                };
                break;
            default:
                // Not the value: password=… is the first thing that people try.
                throw new FormatException($"the parameter '{name}' is not taken; accepted: {string.Join(", ", s_parameters)}");
        }
    }
}
