using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Says where samples come from: a file, or a built-in task made from a seed.</summary>
[SpecFamily("data")]
public abstract record DataSpec : Spec
{
    /// <summary>Loads or makes the samples. The caller owns what comes back; nothing is left to a dispose scope.</summary>
    /// <param name="context">Where relative paths start, and how to stop.</param>
    /// <exception cref="RecipeException">A file is absent or does not hold what it should.</exception>
    public abstract DataSource Load(DataContext context);

    /// <summary>The standardization that these data get where the recipe says nothing of it: per feature, unless a member knows better.</summary>
    public virtual StandardizationSpec DefaultStandardization() => new PerFeatureStandardization();

    /// <summary>The absolute paths of the files that <see cref="Load"/> reads: their content is part of a trial's key.</summary>
    public virtual IReadOnlyList<string> Files(DataContext context) => [];
}
