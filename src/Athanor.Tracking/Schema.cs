namespace Athanor.Tracking;

/// <summary>The tables, as the steps that lead from one version to the next; <c>user_version</c> says how many were done.</summary>
/// <remarks>
/// Times are whole microseconds since 1970 in UTC. A number that may be anything is in a column of type ANY: reals as they are (with −0 and ±∞), NaN as the
/// text 'NaN', since SQLite turns a real NaN into NULL. Text sorts after every real, so min() ignores such a row only if asked: query with
/// <c>typeof(value) = 'real'</c>.
/// </remarks>
internal static class Schema
{
    /// <summary>Marks the file as ours: "Athn".</summary>
    public const int ApplicationId = 0x4174686E;

    // A step that has been released is never changed: add another.
    public static readonly string[] Migrations =
    [
        """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            recipe TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            key TEXT,
            study TEXT,
            variant TEXT,
            seed INTEGER NOT NULL,
            environment TEXT NOT NULL,
            status TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER,
            heartbeat INTEGER NOT NULL,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            pid_started INTEGER NOT NULL,
            steps INTEGER NOT NULL DEFAULT 0,
            epochs INTEGER NOT NULL DEFAULT 0,
            parameters INTEGER NOT NULL DEFAULT 0,
            seconds ANY NOT NULL DEFAULT 0.0,
            checkpoint TEXT,
            error TEXT
        ) STRICT;
        CREATE INDEX runs_by_key ON runs (key) WHERE key IS NOT NULL;
        CREATE INDEX runs_by_study ON runs (study) WHERE study IS NOT NULL;
        CREATE TABLE metric_keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE metrics (
            run INTEGER NOT NULL, key INTEGER NOT NULL, step INTEGER NOT NULL, wall INTEGER NOT NULL, value ANY NOT NULL,
            PRIMARY KEY (run, key, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE metric_summaries (
            run INTEGER NOT NULL, key INTEGER NOT NULL, count INTEGER NOT NULL, last_step INTEGER NOT NULL,
            last ANY NOT NULL, min ANY NOT NULL, max ANY NOT NULL,
            PRIMARY KEY (run, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE results (run INTEGER NOT NULL, name TEXT NOT NULL, value ANY NOT NULL, PRIMARY KEY (run, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE findings (
            run INTEGER NOT NULL, symptom TEXT NOT NULL, severity ANY NOT NULL, since_step INTEGER NOT NULL, layers TEXT NOT NULL, evidence TEXT NOT NULL,
            PRIMARY KEY (run, symptom)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE artifacts (
            run INTEGER NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL,
            PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>The tables that hold rows of a run beside <c>runs</c> itself.</summary>
    public static readonly string[] TablesOfARun = ["metrics", "metric_summaries", "results", "findings", "artifacts"];
}
