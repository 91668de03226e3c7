namespace Athanor.Training;

/// <summary>What in a recipe is likely not meant so, but can be trained: told before training, never refused.</summary>
/// <param name="Code">Kebab-case kind for programs, such as <c>accumulation-batch-norm</c>.</param>
/// <param name="Path">The place in the recipe, such as <c>accumulation</c>.</param>
/// <param name="Message">What it does, and what to write instead, in one line without the place.</param>
public sealed record RecipeWarning(string Code, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
