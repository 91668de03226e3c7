using System.Text.Json.Nodes;
using Athanor.Training;

namespace Athanor.Studies;

/// <summary>A part of a system that a study adds or leaves out: a function over recipes.</summary>
/// <param name="Declaration">Its name, and the components without which it does not exist.</param>
/// <param name="Change">What it does to a recipe that holds what it requires.</param>
/// <param name="Patch">The document's patch, or null for a component written in C#.</param>
internal sealed record StudyComponent(ComponentDeclaration Declaration, Func<Recipe, Recipe> Change, JsonNode? Patch)
{
    public string Name => Declaration.Name;
}
