using Athanor.Persistence;

namespace Athanor.Tests.Persistence;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("athanor-atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_and_nothing_else_is_left()
    {
        string path = Path.Combine(_folder, "deep", "x.json");
        AtomicFile.WriteText(path, "old");
        AtomicFile.WriteText(path, "new 炉");

        Assert.Equal("new 炉", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Equal(ContentHash.Of("new 炉"u8), ContentHash.OfFile(path));
    }

    [Fact]
    public void A_writer_that_fails_half_way_leaves_the_old_file()
    {
        string path = Path.Combine(_folder, "x.bin");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Readers_see_a_whole_content_at_every_moment()
    {
        string path = Path.Combine(_folder, "x.txt");
        string[] contents = [new('a', 50_000), new('b', 60_000)];
        AtomicFile.WriteText(path, contents[0]);
        using var done = new CancellationTokenSource();
        Task writing = Task.Run(
            () =>
            {
                for (int round = 0; round < 50; round++)
                {
                    AtomicFile.WriteText(path, contents[round % 2]);
                }

                done.Cancel();
            },
            TestContext.Current.CancellationToken);
        while (!done.IsCancellationRequested)
        {
            Assert.Contains(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), contents);
        }

        await writing;
    }
}
