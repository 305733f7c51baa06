using LoadGen.Results.Postgres;
using Npgsql;

namespace LoadGen.Results.Tests.Postgres;

public class PostgresTargetTests
{
    [Fact]
    public void A_URI_is_read_as_libpq_s_are()
    {
        PostgresTarget target = PostgresTarget.Parse("postgres://bench%40x@db.example:6543/results?sslmode=verify-full&passfile=%2Fetc%2Fpass");
        Assert.Equal(("db.example", 6543, "bench@x", "results", SslMode.VerifyFull, "/etc/pass"), (
            target.Settings.Host, target.Settings.Port, target.Settings.Username, target.Settings.Database, target.Settings.SslMode, target.Settings.Passfile));
        Assert.Equal("db.example:6543/results", target.Name);
    }

    [Fact]
    public void What_is_left_out_is_the_driver_s_default()
    {
        PostgresTarget target = PostgresTarget.Parse("postgresql:///results");
        Assert.Equal(("localhost", 5432, null, null), (target.Settings.Host, target.Settings.Port, target.Settings.Username, target.Settings.Password));
    }

    [Fact]
    public void A_socket_s_folder_is_a_host()
    {
        PostgresTarget target = PostgresTarget.Parse("postgres:///?host=/run/pg&port=5433&user=me&dbname=d");
        Assert.Equal(("/run/pg", 5433, "me", "d"), (target.Settings.Host, target.Settings.Port, target.Settings.Username, target.Settings.Database));
    }

    [Theory]
    [InlineData("mysql://h/d", "not a PostgreSQL URI")]
    [InlineData("results", "not a PostgreSQL URI")]
    [InlineData("postgres://h", "names no database")]
    [InlineData("postgres://h/d?port=0", "is no port")]
    [InlineData("postgres://h/d?sslmode=sometimes", "accepted: disable")]
    [InlineData("postgres://h/d?pooling=true", "'pooling' is not taken")]
    public void What_cannot_be_used_is_said(string uri, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => PostgresTarget.Parse(uri)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres://me:hunter2@h/d")]
    [InlineData("postgres://h/d?password=hunter2")]
    [InlineData("post gres://me:hunter2@h/d")]
    public void A_password_is_refused_and_not_repeated(string uri) =>
        Assert.DoesNotContain("hunter2", Assert.Throws<FormatException>(() => PostgresTarget.Parse(uri)).Message, StringComparison.Ordinal);
}
