namespace LoadGen.Results.Postgres;

/// <summary>One step of the schema. What was released is never changed: a new step comes after it.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Name">What it does.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "runs and their metrics", """
            CREATE TABLE loadgen.runs (
                id text PRIMARY KEY,
                source text NOT NULL CHECK (source IN ('run', 'inferencex')),
                measured_at timestamptz NOT NULL,
                point_key text NOT NULL,
                label text NOT NULL,
                fingerprint text,
                sweep text,
                point text,
                repeat integer NOT NULL,
                hardware text NOT NULL,
                framework text NOT NULL,
                model text NOT NULL,
                model_name text,
                precision text NOT NULL,
                spec_decoding text NOT NULL,
                disaggregated boolean NOT NULL,
                gpus integer NOT NULL,
                image text,
                isl integer,
                osl integer,
                scenario text NOT NULL,
                concurrency integer,
                rate_per_s double precision,
                simulated boolean NOT NULL,
                valid boolean,
                status text NOT NULL,
                flags jsonb NOT NULL,
                notes jsonb NOT NULL,
                url text,
                folder text,
                identity jsonb NOT NULL,
                pushed_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX runs_point ON loadgen.runs (point_key, measured_at);
            CREATE INDEX runs_fingerprint ON loadgen.runs (fingerprint);
            CREATE TABLE loadgen.metrics (
                run_id text NOT NULL REFERENCES loadgen.runs (id) ON DELETE CASCADE,
                name text NOT NULL,
                value double precision NOT NULL,
                PRIMARY KEY (run_id, name)
            );
            """),
        new(2, "the main figures beside their runs", """
            CREATE VIEW loadgen.points AS
            SELECT r.*, m.tput_per_gpu, m.output_tput_per_gpu, m.input_tput_per_gpu, m.median_intvty, m.median_ttft, m.p99_ttft, m.median_tpot, m.p99_tpot,
                m.median_e2el, m.avg_power_w, m.joules_per_output_token, m.joules_per_total_token
            FROM loadgen.runs r
            LEFT JOIN LATERAL (
                SELECT
                    max(value) FILTER (WHERE name = 'tput_per_gpu') AS tput_per_gpu,
                    max(value) FILTER (WHERE name = 'output_tput_per_gpu') AS output_tput_per_gpu,
                    max(value) FILTER (WHERE name = 'input_tput_per_gpu') AS input_tput_per_gpu,
                    max(value) FILTER (WHERE name = 'median_intvty') AS median_intvty,
                    max(value) FILTER (WHERE name = 'median_ttft') AS median_ttft,
                    max(value) FILTER (WHERE name = 'p99_ttft') AS p99_ttft,
                    max(value) FILTER (WHERE name = 'median_tpot') AS median_tpot,
                    max(value) FILTER (WHERE name = 'p99_tpot') AS p99_tpot,
                    max(value) FILTER (WHERE name = 'median_e2el') AS median_e2el,
                    max(value) FILTER (WHERE name = 'avg_power_w') AS avg_power_w,
                    max(value) FILTER (WHERE name = 'joules_per_output_token') AS joules_per_output_token,
                    max(value) FILTER (WHERE name = 'joules_per_total_token') AS joules_per_total_token
                FROM loadgen.metrics WHERE run_id = r.id
            ) m ON true;
            """),
    ];
}
