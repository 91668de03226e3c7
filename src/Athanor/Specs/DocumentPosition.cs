namespace Athanor.Specs;

/// <summary>Where a value begins in a file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct DocumentPosition(long Line, long Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}";
}
