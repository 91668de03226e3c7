using System.CommandLine;
using Athanor.Recording;
using Athanor.Specs;
using Athanor.Tracking;

namespace Athanor.Cli;

/// <summary>What a verb is given beside its own arguments.</summary>
/// <param name="Output">Where it writes.</param>
/// <param name="Json">Whether it prints the one document instead of text.</param>
/// <param name="StorePath">The run store's file as the user named it.</param>
internal sealed record CommandContext(CommandOutput Output, bool Json, string StorePath)
{
    public static CommandContext Of(CommandOutput output, GlobalOptions options, ParseResult arguments) =>
        new(output, arguments.GetValue(options.Json), StoreFile(arguments.GetValue(options.Store) ?? SqliteRunStore.DefaultPath));

    /// <summary>Opens the run store, makes it where it is missing, and records as interrupted what a killed process left running.</summary>
    public IRunStore OpenStore()
    {
        var store = new SqliteRunStore(StorePath);
        store.CloseAbandoned();
        return store;
    }

    /// <summary>As <see cref="OpenStore"/>, but looking at a store that is not there does not make one, and one on a full disk can be looked at.</summary>
    public IRunStore OpenStoreToRead()
    {
        if (!File.Exists(StorePath))
        {
            return new MemoryRunStore();
        }

        var store = new SqliteRunStore(StorePath);
        try
        {
            store.CloseAbandoned();
        }
        catch (StoreException error) when (error.Code == "disk-full")
        {
            // What a killed process left running stays so until there is room to write that it does not.
        }

        return store;
    }

    private static string StoreFile(string path) => string.IsNullOrWhiteSpace(path)
        ? throw new RecipeException("usage", "--store", "is empty; give the store's file, such as .athanor/runs.db")
        : path;

    /// <summary>The path of a file in a folder beside the store.</summary>
    public string BesideStore(string folder, string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(StorePath))!, folder, file);
}
