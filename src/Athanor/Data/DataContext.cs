namespace Athanor.Data;

/// <summary>What loading data needs to know of its surroundings.</summary>
/// <param name="BaseFolder">The folder that relative paths start from: the document's, or the working folder.</param>
/// <param name="Cancellation">Stops a long read.</param>
public sealed record DataContext(string BaseFolder, CancellationToken Cancellation = default)
{
    /// <summary>The place in the document that errors name.</summary>
    public Specs.RecipePath At { get; init; } = new("data");

    /// <summary>The absolute path of <paramref name="path"/>, with <c>${VARIABLE}</c> replaced from the environment.</summary>
    /// <remarks>Unset, <c>${ATHANOR_DATA}</c> means <c>../shared/data</c> seen from the working folder.</remarks>
    public string Resolve(string path)
    {
        const string DataVariable = "${ATHANOR_DATA}";
        if (path.StartsWith(DataVariable, StringComparison.Ordinal))
        {
            string folder = Environment.GetEnvironmentVariable("ATHANOR_DATA") ?? "../shared/data";
            return Path.GetFullPath(folder + path[DataVariable.Length..]);
        }

        return Path.GetFullPath(path, BaseFolder);
    }
}
