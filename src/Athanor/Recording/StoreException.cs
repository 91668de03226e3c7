namespace Athanor.Recording;

/// <summary>A run store could not do its work, through no fault of the recipe: the disk is full, another process holds the file, ….</summary>
/// <remarks>What was recorded before is kept. The command ends with exit code 1.</remarks>
public sealed class StoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">Kebab-case kind for programs: <c>disk-full</c>, <c>store-locked</c>, <c>store-damaged</c>, <c>store-failed</c>.</param>
    /// <param name="store">The store's file.</param>
    /// <param name="problem">What is wrong and how to mend it, in one line, without the file.</param>
    /// <param name="inner">What was caught.</param>
    public StoreException(string code, string store, string problem, Exception? inner = null)
        : base($"{store}: {problem}", inner)
    {
        Code = code;
        Store = store;
        Problem = problem;
    }

    /// <summary>Kebab-case kind for programs: <c>disk-full</c>, <c>store-locked</c>, <c>store-damaged</c>, <c>store-failed</c>.</summary>
    public string Code { get; }

    /// <summary>The store's file.</summary>
    public string Store { get; }

    /// <summary>What is wrong and how to mend it, without the file.</summary>
    public string Problem { get; }
}
