namespace Athanor.Diagnosis;

/// <summary>One place of a recipe set to another value.</summary>
/// <param name="Path">The place: <c>model.mlp.activation</c>.</param>
/// <param name="Value">The value in YAML, on one line: <c>relu</c>, <c>{ adamw: { lr: 0.001 } }</c>.</param>
public sealed record RecipeChange(string Path, string Value)
{
    /// <summary>As <c>--set</c> takes it: <c>model.mlp.activation=relu</c>.</summary>
    public override string ToString() => $"{Path}={Value}";
}
