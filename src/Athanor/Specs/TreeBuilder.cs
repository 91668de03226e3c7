using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Athanor.Specs;

/// <summary>Builds the tree of one document from the parser's events.</summary>
/// <param name="parser">Gives the events.</param>
/// <param name="characters">The text's length, which bounds what aliases may make of it.</param>
internal sealed class TreeBuilder(IParser parser, int characters)
{
    // Aliases can make a small text mean a tree without end; no recipe comes near these bounds.
    private const int MaximumDepth = 100;
    private const int FreeNodes = 10_000;

    private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
    private readonly int _mostNodes = (int)Math.Min(int.MaxValue, (long)FreeNodes + characters);
    private readonly List<(DocumentPlace Place, DocumentPosition Position)> _positions = [];
    private int _nodes;
    private int _depth;

    /// <summary>Where each place stands, in the document's order.</summary>
    public IReadOnlyList<(DocumentPlace Place, DocumentPosition Position)> Positions => _positions;

    public static RecipeException Refusal(Mark mark, string problem) =>
        new(ErrorCodes.Syntax, new DocumentPosition(mark.Line, mark.Column).ToString(), problem);

    public JsonNode? Read(DocumentPlace at)
    {
        var next = parser.Current ?? throw new YamlException("the document ends too early");
        _positions.Add((at, new DocumentPosition(next.Start.Line, next.Start.Column)));
        if (++_depth > MaximumDepth)
        {
            throw Refusal(next.Start, $"nested more than {MaximumDepth} levels deep");
        }

        JsonNode? node = parser.Consume<ParsingEvent>() switch
        {
            AnchorAlias alias => Alias(alias),
            Scalar scalar => Anchored(scalar, PlainScalar.Resolve(scalar)),
            MappingStart mapping => Anchored(mapping, Mapping(at)),
            SequenceStart sequence => Anchored(sequence, Sequence(at)),
            var other => throw Refusal(other.Start, "a value is expected here"),
        };
        _depth--;
        return node;
    }

    private JsonObject Mapping(DocumentPlace at)
    {
        var entries = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Mark mark = parser.Current!.Start;
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw Refusal(mark, "a key must be a plain word or text");
            }

            var place = new DocumentPlace(at, key.Value);
            if (entries.ContainsKey(key.Value))
            {
                throw new RecipeException(ErrorCodes.DuplicateKey, place.ToPath().Value, $"the key stands here twice; the second is at line {mark.Line}, column {mark.Column}");
            }

            _positions.Add((place, new DocumentPosition(mark.Line, mark.Column)));
            entries.Add(key.Value, Counted(mark, Read(place)));
        }

        return entries;
    }

    private JsonArray Sequence(DocumentPlace at)
    {
        var items = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            Mark mark = parser.Current!.Start;
            items.Add(Counted(mark, Read(new DocumentPlace(at, Index: items.Count))));
        }

        return items;
    }

    private JsonNode? Anchored(NodeEvent start, JsonNode? node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        return node;
    }

    private JsonNode? Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out JsonNode? node))
        {
            throw Refusal(alias.Start, $"no anchor '&{alias.Value}' stands before this alias");
        }

        _nodes += Size(node);
        RequireNodes(alias.Start);
        return node?.DeepClone();
    }

    private JsonNode? Counted(Mark mark, JsonNode? node)
    {
        _nodes++;
        RequireNodes(mark);
        return node;
    }

    private void RequireNodes(Mark mark)
    {
        if (_nodes > _mostNodes)
        {
            throw Refusal(mark, $"aliases make more than {_mostNodes} values of this document");
        }
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject entries => 1 + entries.Sum(entry => Size(entry.Value)),
        JsonArray items => 1 + items.Sum(Size),
        _ => 1,
    };
}
