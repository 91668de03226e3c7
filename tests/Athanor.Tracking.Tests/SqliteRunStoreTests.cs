using Athanor.Recording;

namespace Athanor.Tracking.Tests;

public sealed class SqliteRunStoreTests : RunStoreContract
{
    private readonly Folder _folder = new();

    protected override IRunStore Open(TimeProvider time) => new SqliteRunStore(_folder.File("runs.db"), time);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
