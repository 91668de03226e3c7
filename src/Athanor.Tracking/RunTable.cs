using Athanor.Recording;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>The rows of runs and of their results.</summary>
internal static class RunTable
{
    private const string Columns =
        "number, id, kind, name, recipe, fingerprint, key, study, variant, seed, environment, status, started, ended, heartbeat, host, pid, "
        + "steps, epochs, parameters, seconds, checkpoint, error";

    private const string Matches =
        """
        (@kind IS NULL OR kind = @kind) AND (@study IS NULL OR study = @study) AND (@variant IS NULL OR variant = @variant)
        AND (@status IS NULL OR status = @status) AND (@key IS NULL OR key = @key) AND (@fingerprint IS NULL OR fingerprint = @fingerprint)
        AND (@since IS NULL OR started >= @since)
        """;

    /// <summary>Adds a run and returns its number.</summary>
    public static long Insert(SqliteConnection connection, RunRecord run, DateTimeOffset processStarted) => connection.Query(
        row => row.GetInt64(0),
        """
        INSERT INTO runs (id, kind, name, recipe, fingerprint, key, study, variant, seed, environment, status, started, heartbeat, host, pid, pid_started)
        VALUES (@id, @kind, @name, @recipe, @fingerprint, @key, @study, @variant, @seed, @environment, @status, @started, @heartbeat, @host, @pid, @pidStarted)
        RETURNING number
        """,
        ("@id", run.Id),
        ("@kind", run.Start.Kind.Name()),
        ("@name", run.Start.Name),
        ("@recipe", run.Start.RecipeJson),
        ("@fingerprint", run.Start.Fingerprint),
        ("@key", run.Start.Key),
        ("@study", run.Start.Study),
        ("@variant", run.Start.Variant),
        ("@seed", run.Start.Seed),
        ("@environment", run.Start.EnvironmentJson),
        ("@status", run.Status.Name()),
        ("@started", SqlValues.Encode(run.Started)),
        ("@heartbeat", SqlValues.Encode(run.Heartbeat)),
        ("@host", run.Host),
        ("@pid", run.ProcessId),
        ("@pidStarted", SqlValues.Encode(processStarted)))[0];

    /// <summary>Marks a run as going on in this process.</summary>
    public static void Reopen(SqliteConnection connection, long number, DateTimeOffset now) => connection.Run(
        """
        UPDATE runs SET status = 'running', ended = NULL, error = NULL, heartbeat = @now, host = @host, pid = @pid, pid_started = @pidStarted
        WHERE number = @number
        """,
        ("@now", SqlValues.Encode(now)),
        ("@host", Environment.MachineName),
        ("@pid", Environment.ProcessId),
        ("@pidStarted", SqlValues.Encode(RunProcess.Started)),
        ("@number", number));

    /// <summary>Records a run's end and its results.</summary>
    public static void End(SqliteConnection connection, long number, RunEnd end, DateTimeOffset now)
    {
        connection.Run("DELETE FROM results WHERE run = @run", ("@run", number));
        foreach (var (name, value) in end.Results)
        {
            connection.Run("INSERT INTO results (run, name, value) VALUES (@run, @name, @value)", ("@run", number), ("@name", name), ("@value", SqlValues.Encode(value)));
        }

        connection.Run(
            """
            UPDATE runs SET status = @status, ended = @now, heartbeat = @now, steps = @steps, epochs = @epochs, parameters = @parameters, seconds = @seconds,
                checkpoint = @checkpoint, error = @error
            WHERE number = @number
            """,
            ("@status", end.Status.Name()),
            ("@now", SqlValues.Encode(now)),
            ("@steps", end.Steps),
            ("@epochs", end.Epochs),
            ("@parameters", end.Parameters),
            ("@seconds", SqlValues.Encode(end.Seconds)),
            ("@checkpoint", end.Checkpoint),
            ("@error", end.Error),
            ("@number", number));
    }

    /// <summary>Marks a run as interrupted; what it came to stays unknown.</summary>
    public static void Interrupt(SqliteConnection connection, long number, DateTimeOffset now) => connection.Run(
        "UPDATE runs SET status = 'interrupted', ended = @now WHERE number = @number AND status = 'running'",
        ("@now", SqlValues.Encode(now)),
        ("@number", number));

    /// <summary>Those that the filter lets through, newest first.</summary>
    public static List<RunRecord> List(SqliteConnection connection, RunFilter filter) => Read(
        connection,
        $"{Matches} ORDER BY number DESC LIMIT @limit",
        ("@kind", filter.Kind?.Name()),
        ("@study", filter.Study),
        ("@variant", filter.Variant),
        ("@status", filter.Status?.Name()),
        ("@key", filter.Key),
        ("@fingerprint", filter.Fingerprint),
        ("@since", filter.Since is { } since ? SqlValues.Encode(since) : null),
        ("@limit", filter.Limit ?? -1));

    /// <summary>The first trial of a key that is a result, or null.</summary>
    public static RunRecord? Finished(SqliteConnection connection, string key) => Read(
        connection,
        "key = @key AND kind = 'trial' AND status IN ('completed', 'diverged') ORDER BY number LIMIT 1",
        ("@key", key)).FirstOrDefault();

    /// <summary>A run by its number.</summary>
    public static RunRecord Get(SqliteConnection connection, long number) => Read(connection, "number = @number", ("@number", number))[0];

    /// <summary>The number of the run that an id or a prefix means.</summary>
    public static long Number(SqliteConnection connection, string run)
    {
        // Ids are lower-case hexadecimal digits, so what begins with a prefix lies between it and the prefix with a 'g' behind.
        string asked = (run ?? "").ToLowerInvariant();
        var found = connection.Query(
            row => (Id: row.GetString(0), Number: row.GetInt64(1)),
            "SELECT id, number FROM runs WHERE id >= @from AND id < @to ORDER BY id",
            ("@from", asked),
            ("@to", asked + "g"));
        string id = RunId.Resolve(asked, found.ConvertAll(match => match.Id));
        return found.First(match => match.Id == id).Number;
    }

    /// <summary>The running runs whose process is gone.</summary>
    public static List<(long Number, string Id)> Abandoned(SqliteConnection connection, DateTimeOffset now) =>
    [
        .. connection.Query(
            row => (Number: row.GetInt64(0), Id: row.GetString(1), Lives: RunProcess.Lives(row.GetString(2), row.GetInt32(3), row.Time(4), row.Time(5), now)),
            "SELECT number, id, host, pid, pid_started, heartbeat FROM runs WHERE status = 'running' ORDER BY number")
            .Where(run => !run.Lives)
            .Select(run => (run.Number, run.Id)),
    ];

    private static List<RunRecord> Read(SqliteConnection connection, string where, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var results = new Dictionary<long, SortedDictionary<string, double>>();
        var rows = connection.Query(
            row => (Run: row.GetInt64(0), Name: row.GetString(1), Value: row.Number(2)),
            $"SELECT run, name, value FROM results WHERE run IN (SELECT number FROM runs WHERE {where})",
            parameters);
        foreach (var (run, name, value) in rows)
        {
            if (!results.TryGetValue(run, out var ofRun))
            {
                results.Add(run, ofRun = new SortedDictionary<string, double>(StringComparer.Ordinal));
            }

            ofRun.Add(name, value);
        }

        return connection.Query(row => Record(row, results), $"SELECT {Columns} FROM runs WHERE {where}", parameters);
    }

    private static RunRecord Record(SqliteDataReader row, Dictionary<long, SortedDictionary<string, double>> results) => new()
    {
        Id = row.GetString(1),
        Start = new RunStart
        {
            Kind = RunNames.Kind(row.GetString(2)) ?? RunKind.Train,
            Name = row.GetString(3),
            RecipeJson = row.GetString(4),
            Fingerprint = row.GetString(5),
            Key = row.Text(6),
            Study = row.Text(7),
            Variant = row.Text(8),
            Seed = row.GetInt64(9),
            EnvironmentJson = row.GetString(10),
        },
        Status = RunNames.Status(row.GetString(11)) ?? RunStatus.Failed,
        Started = row.Time(12),
        Ended = row.IsDBNull(13) ? null : row.Time(13),
        Heartbeat = row.Time(14),
        Host = row.GetString(15),
        ProcessId = row.GetInt32(16),
        Steps = row.GetInt64(17),
        Epochs = row.GetInt32(18),
        Parameters = row.GetInt64(19),
        Seconds = row.Number(20),
        Checkpoint = row.Text(21),
        Error = row.Text(22),
        Results = results.TryGetValue(row.GetInt64(0), out var ofRun) ? ofRun : new SortedDictionary<string, double>(StringComparer.Ordinal),
    };
}
