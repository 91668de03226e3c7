using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>How numbers and times are written into columns, and statements made (see <see cref="Schema"/>).</summary>
internal static class SqlValues
{
    private const string NotANumber = "NaN";

    public static object Encode(double value) => double.IsNaN(value) ? NotANumber : value;

    public static double Number(this SqliteDataReader row, int column) => row.GetFieldType(column) == typeof(string) ? double.NaN : row.GetDouble(column);

    public static long Encode(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => Time(row.GetInt64(column));

    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A statement with its parameters; <c>null</c> becomes NULL.</summary>
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Statement(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, each read by <paramref name="read"/>.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Statement(sql, parameters);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }
}
