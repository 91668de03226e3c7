using System.Text.Json.Nodes;

namespace Athanor.Specs;

/// <summary>Reads and writes a type whose form in documents is its own, such as <c>batchSize: 32</c> or <c>full</c>.</summary>
/// <remarks>Reading what <see cref="Write"/> gave must give an equal value. What documents may write shorter is read into the one canonical form.</remarks>
public abstract class SpecConverter<T>
    where T : notnull
{
    /// <summary>What a value is, for messages: <c>a whole number or 'full'</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value.</summary>
    /// <exception cref="RecipeException">The node has another form; <see cref="WrongType"/> makes it.</exception>
    public abstract T Read(JsonNode node, RecipePath at);

    /// <summary>The canonical form.</summary>
    public abstract JsonNode Write(T value);

    /// <summary>Refuses a value that makes no sense.</summary>
    /// <exception cref="RecipeException">The value is outside its range.</exception>
    public virtual void Validate(T value, RecipePath at)
    {
    }

    /// <summary>Applies a patch to a canonical value; the whole value is replaced unless a converter knows better.</summary>
    /// <exception cref="RecipeException">The patch does not suit what stands there.</exception>
    public virtual JsonNode Apply(JsonNode? canonical, JsonNode patch, RecipePath at) => Write(Read(patch, at));

    /// <summary>The paths that a patch sets and to what; the whole value unless a converter knows better.</summary>
    public virtual IEnumerable<PatchLeaf> Leaves(JsonNode? canonical, JsonNode patch, RecipePath at) => [new PatchLeaf(at, Write(Read(patch, at)))];

    /// <summary>The JSON Schema (draft 2020-12) of every form that <see cref="Read"/> takes.</summary>
    public abstract JsonObject Schema();

    /// <summary>The refusal of a node of another form.</summary>
    protected RecipeException WrongType(JsonNode? node, RecipePath at) => Mismatch.At(at, Expected, node);
}
