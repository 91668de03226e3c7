using Athanor.Recording;

namespace Athanor.Tracking.Tests;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    protected override IRunStore Open(TimeProvider time) => new MemoryRunStore(time);
}
