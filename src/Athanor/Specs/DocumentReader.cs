using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Athanor.Specs;

/// <summary>Reads one YAML 1.2 document (of which JSON is a part) into a tree of JSON nodes that remembers positions.</summary>
/// <remarks>
/// Scalars follow the core schema: <c>1</c>, <c>0x1F</c>, <c>1e-3</c>, <c>true</c>, <c>null</c>, <c>~</c>, <c>.inf</c>, <c>.nan</c> when plain; whatever is
/// quoted is text. <c>yes</c>, <c>no</c> and <c>on</c> are text. Anchors and aliases work; merge keys (<c>&lt;&lt;</c>) are no part of YAML 1.2.
/// </remarks>
public static class DocumentReader
{
    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="RecipeException">The file is absent or unreadable, or its text is refused as in <see cref="Parse"/>.</exception>
    public static Document Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecipeException(ErrorCodes.FileNotFound, "", "no such file", path, absent);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException(ErrorCodes.FileUnreadable, "", $"can't be read: {unreadable.Message}", path, unreadable);
        }
    }

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <exception cref="RecipeException">The text is no YAML, has a key twice or holds several documents; file, line and column are named.</exception>
    public static Document Parse(string text, string? file = null)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return new Document(null, file, []);
            }

            parser.Consume<DocumentStart>();
            var tree = new TreeBuilder(parser, text.Length);
            JsonNode? root = tree.Read(DocumentPlace.Root);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                throw TreeBuilder.Refusal(second.Start, "a second document begins here; write one document a file");
            }

            return new Document(root, file, tree.Positions);
        }
        catch (YamlException unreadable)
        {
            RecipeException refusal = TreeBuilder.Refusal(unreadable.Start, OneLine(unreadable));
            throw file is null ? refusal : refusal.In(file);
        }
        catch (InvalidOperationException)
        {
            // What the parser throws where a plain scalar runs on over a key within brackets that nobody closed.
            RecipeException refusal = TreeBuilder.Refusal(parser.Current?.Start ?? Mark.Empty, "not YAML from here on; is a bracket or a quote left open?");
            throw file is null ? refusal : refusal.In(file);
        }
        catch (ArgumentException)
        {
            // What the parser throws at a tag that is no URI.
            RecipeException refusal = TreeBuilder.Refusal(parser.Current?.Start ?? Mark.Empty, "a tag from here on can't be read; nothing here needs one: leave it out, or quote the '!'");
            throw file is null ? refusal : refusal.In(file);
        }
        catch (RecipeException refusal) when (file is not null && refusal.File is null)
        {
            throw refusal.In(file);
        }
    }

    private static string OneLine(YamlException unreadable)
    {
        // The parser prefixes its messages with the position, which stands in the place already.
        string message = (unreadable.InnerException?.Message ?? unreadable.Message).ReplaceLineEndings(" ");
        int prefix = message.IndexOf("): ", StringComparison.Ordinal);
        message = message.StartsWith('(') && prefix > 0 ? message[(prefix + 3)..] : message;
        return message.Length == 0 ? "not YAML" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }
}
