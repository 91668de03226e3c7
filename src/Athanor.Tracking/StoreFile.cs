using Athanor.Recording;
using Athanor.Specs;
using Microsoft.Data.Sqlite;

namespace Athanor.Tracking;

/// <summary>The file of a store: opens connections, brings the tables up to date, says in words what SQLite says in numbers.</summary>
internal sealed class StoreFile
{
    private const int LockWaitSeconds = 30;
    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    // No room for the shared-memory file beside the store.
    private const int SharedMemoryFull = 4874;

    private readonly string _connectionString;
    private volatile bool _alone;

    /// <param name="path">The file as the user named it; it is made, with its folder, where it is missing.</param>
    public StoreFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Named = path;
        Path = System.IO.Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = LockWaitSeconds }.ConnectionString;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The path as the user named it, for messages.</summary>
    public string Named { get; }

    /// <summary>Checks that the file is a store of this or an older version, and makes it one of this version; one that is already is only read, for want of room perhaps.</summary>
    public void Prepare()
    {
        Guard(() =>
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            if (Reading(Recognize) == Schema.Migrations.Length)
            {
                return true;
            }

            using var connection = Connect();
            connection.Run("PRAGMA journal_mode = WAL");
            using var transaction = connection.BeginTransaction(deferred: false);
            for (long version = Recognize(connection); version < Schema.Migrations.Length; version++)
            {
                connection.Run(Schema.Migrations[version]);
            }

            connection.Run($"PRAGMA user_version = {Schema.Migrations.Length}; PRAGMA application_id = {Schema.ApplicationId}");
            transaction.Commit();
            return true;
        });
    }

    /// <summary>An open connection, from the pool where there is one.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            connection.Run($"PRAGMA busy_timeout = {LockWaitSeconds * 1000}; PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections that the pool keeps.</summary>
    public void Release()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Reads at one moment of the file, whatever others write meanwhile.</summary>
    public T Read<T>(Func<SqliteConnection, T> query) => Guard(() => Reading(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return query(connection);
    }));

    /// <summary>Does <paramref name="work"/> and tells its failure in the store's words.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw Translate(error);
        }
        catch (IOException error) when (error.HResult == NoSpaceOnUnix || error.HResult == NoSpaceOnWindows)
        {
            throw Full(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException("store-path", "", $"can't be opened as a run store ({error.Message}); name another file with --store", Named, error);
        }
    }

    /// <summary>A connection for reading. On a disk too full for the file that connections share, one after the other has the store to itself and needs none.</summary>
    private T Reading<T>(Func<SqliteConnection, T> query)
    {
        if (!_alone)
        {
            try
            {
                using var connection = Connect();
                return query(connection);
            }
            catch (SqliteException error) when (error.SqliteExtendedErrorCode == SharedMemoryFull)
            {
                _alone = true;
            }
        }

        using var single = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        single.Open();
        single.Run($"PRAGMA busy_timeout = {LockWaitSeconds * 1000}; PRAGMA locking_mode = EXCLUSIVE");
        return query(single);
    }

    private Exception Translate(SqliteException error)
    {
        string inBrief = error.Message.ReplaceLineEndings(" ");
        return error switch
        {
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB } => NotAStore("it is no SQLite file", error),
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } or { SqliteExtendedErrorCode: SharedMemoryFull } => Full(error),
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } => new StoreException(
                "store-locked", Named, $"another process has held the store for {LockWaitSeconds} seconds; end it, or name another file with --store", error),
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM } => new RecipeException(
                "store-path", "", $"can't be opened for writing ({inBrief}); name another file with --store", Named, error),
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT } => new StoreException(
                "store-damaged", Named, "the file is damaged; move it away and begin anew, or restore a copy", error),
            _ => new StoreException("store-failed", Named, inBrief, error),
        };
    }

    private long Recognize(SqliteConnection connection)
    {
        var (version, application, tables) = connection.Query(
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)")[0];
        if (application != Schema.ApplicationId && (application != 0 || version != 0 || tables != 0))
        {
            throw NotAStore("it is an SQLite file of another program", inner: null);
        }

        return version <= Schema.Migrations.Length
            ? version
            : throw new RecipeException(
                "newer-store", "", $"was written by a newer Athanor (version {version}, this one knows {Schema.Migrations.Length}); update, or name another file with --store", Named);
    }

    private StoreException Full(Exception error) =>
        new("disk-full", Named, "the disk is full: make room; what was recorded before is kept", error);

    private RecipeException NotAStore(string why, Exception? inner) =>
        new("not-a-store", "", $"not a run store: {why}; name another file with --store, or move this one away", Named, inner);
}
