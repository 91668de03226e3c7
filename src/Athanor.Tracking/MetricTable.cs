using Athanor.Recording;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>Writes metric rows and keeps the summaries beside them, within the caller's transaction.</summary>
/// <remarks>What it remembers between calls holds only if each transaction is committed; after a failure, <see cref="Forget()"/>.</remarks>
internal sealed class MetricTable : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _run;
    private readonly SqliteParameter _key;
    private readonly SqliteParameter _step;
    private readonly SqliteParameter _wall;
    private readonly SqliteParameter _value;
    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Run, string Key), MetricSummary> _summaries = [];
    private readonly Dictionary<(long Run, string Key), bool> _touched = [];

    public MetricTable(SqliteConnection connection)
    {
        _connection = connection;
        _insert = connection.Statement(
            """
            INSERT INTO metrics (run, key, step, wall, value) VALUES (@run, @key, @step, @wall, @value)
            ON CONFLICT (run, key, step) DO UPDATE SET wall = excluded.wall, value = excluded.value
            """);
        _run = _insert.Parameters.Add("@run", SqliteType.Integer);
        _key = _insert.Parameters.Add("@key", SqliteType.Integer);
        _step = _insert.Parameters.Add("@step", SqliteType.Integer);
        _wall = _insert.Parameters.Add("@wall", SqliteType.Integer);
        _value = new SqliteParameter { ParameterName = "@value" };
        _insert.Parameters.Add(_value);
    }

    public void Write(SqliteTransaction transaction, ReadOnlySpan<MetricRow> rows)
    {
        _insert.Transaction = transaction;
        foreach (var row in rows)
        {
            var curve = (row.Run, row.Key);
            var summary = Summary(curve);
            bool inOrder = row.Step > summary.LastStep;
            _run.Value = row.Run;
            _key.Value = KeyId(row.Key);
            _step.Value = row.Step;
            _wall.Value = row.Wall;
            _value.Value = SqlValues.Encode(row.Value);
            _insert.ExecuteNonQuery();

            // A step that comes late or again may replace a value, so that curve is summed up from its rows.
            _touched[curve] = !inOrder || (_touched.TryGetValue(curve, out bool again) && again);
            if (inOrder)
            {
                _summaries[curve] = summary.With(row.Step, row.Value);
            }
        }

        foreach (var (curve, again) in _touched)
        {
            Save(curve, _summaries[curve] = again ? SumUp(curve) : _summaries[curve]);
        }

        _touched.Clear();
    }

    /// <summary>Deletes the rows of a run's later steps and sums its curves up anew.</summary>
    public void Rewind(long run, long step)
    {
        Forget(run);
        _connection.Run("DELETE FROM metrics WHERE run = @run AND step > @step", ("@run", run), ("@step", step));
        foreach (MetricSummary summary in Summaries(_connection, run).Where(summary => summary.LastStep > step))
        {
            MetricSummary left = SumUp((run, summary.Key));
            if (left.Count > 0)
            {
                Save((run, summary.Key), left);
            }
            else
            {
                _connection.Run("DELETE FROM metric_summaries WHERE run = @run AND key = @key", ("@run", run), ("@key", KeyId(summary.Key)));
            }
        }
    }

    /// <summary>Forgets everything: the last transaction was not committed.</summary>
    public void Forget()
    {
        _keys.Clear();
        _summaries.Clear();
        _touched.Clear();
    }

    /// <summary>Forgets the curves of a run that has ended.</summary>
    public void Forget(long run)
    {
        foreach (var curve in _summaries.Keys.Where(curve => curve.Run == run).ToList())
        {
            _summaries.Remove(curve);
        }
    }

    public void Dispose() => _insert.Dispose();

    public static List<MetricPoint> Points(SqliteConnection connection, long run, string key) => connection.Query(
        row => new MetricPoint(row.GetInt64(0), row.Time(1), row.Number(2)),
        "SELECT step, wall, value FROM metrics WHERE run = @run AND key = (SELECT id FROM metric_keys WHERE name = @key) ORDER BY step",
        ("@run", run),
        ("@key", key));

    public static List<MetricSummary> Summaries(SqliteConnection connection, long run, string? key = null)
    {
        var summaries = connection.Query(
            row => new MetricSummary(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.Number(3), row.Number(4), row.Number(5)),
            """
            SELECT k.name, s.count, s.last_step, s.last, s.min, s.max
            FROM metric_summaries s JOIN metric_keys k ON k.id = s.key
            WHERE s.run = @run AND (@key IS NULL OR k.name = @key)
            """,
            ("@run", run),
            ("@key", key));
        summaries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return summaries;
    }

    private MetricSummary Summary((long Run, string Key) curve)
    {
        if (!_summaries.TryGetValue(curve, out var summary))
        {
            var saved = Summaries(_connection, curve.Run, curve.Key);
            _summaries[curve] = summary = saved.Count > 0 ? saved[0] : MetricSummary.Empty(curve.Key);
        }

        return summary;
    }

    private MetricSummary SumUp((long Run, string Key) curve) => MetricSummary.Of(curve.Key, Points(_connection, curve.Run, curve.Key));

    private void Save((long Run, string Key) curve, MetricSummary summary) => _connection.Run(
        """
        INSERT INTO metric_summaries (run, key, count, last_step, last, min, max) VALUES (@run, @key, @count, @lastStep, @last, @min, @max)
        ON CONFLICT (run, key) DO UPDATE SET count = excluded.count, last_step = excluded.last_step, last = excluded.last, min = excluded.min, max = excluded.max
        """,
        ("@run", curve.Run),
        ("@key", KeyId(curve.Key)),
        ("@count", summary.Count),
        ("@lastStep", summary.LastStep),
        ("@last", SqlValues.Encode(summary.Last)),
        ("@min", SqlValues.Encode(summary.Min)),
        ("@max", SqlValues.Encode(summary.Max)));

    private long KeyId(string key)
    {
        if (!_keys.TryGetValue(key, out long id))
        {
            _connection.Run("INSERT INTO metric_keys (name) VALUES (@name) ON CONFLICT (name) DO NOTHING", ("@name", key));
            id = _connection.Query(row => row.GetInt64(0), "SELECT id FROM metric_keys WHERE name = @name", ("@name", key))[0];
            _keys.Add(key, id);
        }

        return id;
    }
}
