using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Athanor.Specs.Typed;

namespace Athanor.Specs;

/// <summary>One <c>--set path=value</c>: a patch of a single place. The value is YAML; the path may leave out the name of a union's member.</summary>
/// <remarks><c>model.mlp.hidden.depth=5</c>, <c>optimizer.lr=1e-3</c>, <c>model.mlp.hidden[0]=32</c>, <c>optimizer=sgd</c>, <c>clipping=null</c>.</remarks>
public sealed class SetExpression
{
    private static readonly Regex TightColon = new(@"(?<=[A-Za-z]):(?=[\[{\w])", RegexOptions.None, TimeSpan.FromSeconds(1));

    private readonly PathStep[] _path;

    private SetExpression(PathStep[] path, JsonNode? value)
    {
        _path = path;
        Value = value;
    }

    /// <summary>The place as written.</summary>
    public RecipePath Path => _path.Aggregate(RecipePath.Root, (at, step) => step.From(at));

    /// <summary>What the place is set to; null restores the default.</summary>
    public JsonNode? Value { get; }

    /// <summary>Reads <c>path=value</c>.</summary>
    /// <exception cref="RecipeException">The text has no path, or its value is no YAML.</exception>
    public static SetExpression Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0)
        {
            throw new RecipeException(ErrorCodes.BadSet, "", $"'{text}' is not of the form path=value, such as optimizer.lr=0.01");
        }

        string path = text[..equals].Trim();
        try
        {
            return new SetExpression(PathSyntax.Parse(path), DocumentReader.Parse(text[(equals + 1)..]).Root);
        }
        catch (RecipeException refusal) when (refusal.Code is ErrorCodes.Syntax or ErrorCodes.DuplicateKey)
        {
            string value = text[(equals + 1)..].Trim();
            string hint = TightColon.Replace(value, ": ") is var spaced && spaced != value ? $"; YAML wants a space behind a colon: {spaced}" : "";
            throw new RecipeException(refusal.Code, path, $"the value can't be read: {refusal.Path}: {refusal.Problem}{hint}", inner: refusal);
        }
    }

    /// <summary>The same expression seen from below <paramref name="key"/>, or null where its path does not begin with it: <c>recipe.epochs=3</c> from <c>recipe</c>.</summary>
    public SetExpression? Below(string key) => _path.Length > 1 && _path[0].Key == key ? new SetExpression(_path[1..], Value) : null;

    /// <summary>The patch that this means for <paramref name="canonical"/>, a document as <see cref="SpecWriter.Write"/> makes it.</summary>
    /// <param name="type">The type of the document, as declared.</param>
    /// <param name="canonical">What stands there: it says which member of a union is meant, and what a list holds beside the item that is set.</param>
    /// <param name="at">Where the document stands, for messages.</param>
    /// <exception cref="RecipeException">The path leads nowhere.</exception>
    public JsonNode ToPatch(Type type, JsonNode canonical, RecipePath at) => SpecTypes.Of(type).Set(canonical, _path, Value, at)!;
}
