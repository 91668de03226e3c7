using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tests.Specs;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-7", "-7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("1e-3", "0.001")]
    [InlineData(".5", "0.5")]
    [InlineData("true", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData(".nan", "\"NaN\"")]
    [InlineData("-.inf", "\"-Infinity\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("[1, {a: b}]", "[1,{\"a\":\"b\"}]")]
    [InlineData("{\"a\":[1,2.5,null],\"b\":{\"c\":\"d\"}}", "{\"a\":[1,2.5,null],\"b\":{\"c\":\"d\"}}")]
    public void Scalars_follow_the_core_schema_of_YAML_1_2(string yaml, string json) =>
        Assert.Equal($"{{\"x\":{json}}}", CanonicalJson.ToText(DocumentReader.Parse($"x: {yaml}").Root));

    [Fact]
    public void Positions_are_those_of_the_keys()
    {
        Document document = DocumentReader.Parse("a:\n  b: 1\n  c:\n    - 1\n    - { d: 2 }\n");

        Assert.Equal(new DocumentPosition(2, 3), document.PositionOf(new("a.b")));
        Assert.Equal(new DocumentPosition(5, 7), document.PositionOf(new("a.c[1]")));
        Assert.Equal(new DocumentPosition(5, 9), document.PositionOf(new("a.c[1].d")));
        Assert.Null(document.PositionOf(new("z")));
    }

    [Fact]
    public void Anchors_stand_for_copies() =>
        Assert.Equal("""{"a":{"x":1},"b":{"x":1}}""", CanonicalJson.ToText(DocumentReader.Parse("a: &one { x: 1 }\nb: *one\n").Root));

    [Fact]
    public void An_empty_document_has_no_root() => Assert.Null(DocumentReader.Parse("# nothing\n").Root);

    [Theory]
    [InlineData("a: 1\na: 2\n", "duplicate-key", "f.yaml: a: the key stands here twice; the second is at line 2, column 1")]
    [InlineData("a: 1\n---\nb: 2\n", "syntax", "f.yaml: line 2, column 1: a second document begins here; write one document a file")]
    [InlineData("a: *b\n", "syntax", "f.yaml: line 1, column 4: no anchor '&b' stands before this alias")]
    [InlineData("a: !!python/object x\n", "syntax", "f.yaml: line 1, column 4: the tag 'tag:yaml.org,2002:python/object' has no meaning here")]
    [InlineData("{a: 1}: 2\n", "syntax", "f.yaml: line 1, column 1: a key must be a plain word or text")]
    public void Broken_documents_are_refused_with_their_place(string yaml, string code, string message)
    {
        var refusal = Assert.Throws<RecipeException>(() => DocumentReader.Parse(yaml, "f.yaml"));

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("a: \"open\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a:\n\t- 1\n")]
    [InlineData("a: @b\n")]
    [InlineData("- 1\nb: 2\n")]
    public void Syntax_errors_name_file_line_and_column_on_one_line(string yaml)
    {
        var refusal = Assert.Throws<RecipeException>(() => DocumentReader.Parse(yaml, "f.yaml"));

        Assert.Equal("syntax", refusal.Code);
        Assert.Matches(@"\Af\.yaml: line \d+, column \d+: \S.*\z", refusal.Message);
    }

    [Fact]
    public void Aliases_that_would_fill_the_memory_are_refused()
    {
        string[] lines = [.. Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]")];

        var refusal = Assert.Throws<RecipeException>(() => DocumentReader.Parse($"a0: &a0 x\n{string.Join('\n', lines)}"));

        Assert.Contains("aliases make more than", refusal.Message);
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Contains("levels deep", Assert.Throws<RecipeException>(() => DocumentReader.Parse(new string('[', 5000))).Message);

    [Fact]
    public void Any_text_is_read_or_refused_on_one_line() =>
        Gen.OneOf("a", "b: ", ": ", "- ", "\n", "\n  ", "\t", "{", "}", "[", "]", ", ", "\"", "'", "&x ", "*x", "!t ", "|", ">", "#", "?", "%", "---", "...", "1", "@", "\u0001", "炉")
            .Array[0, 30].Sample(
                parts =>
                {
                    try
                    {
                        _ = SpecReader.Read<Meal>(DocumentReader.Parse(string.Concat(parts), "f.yaml"));
                    }
                    catch (RecipeException refusal)
                    {
                        Assert.StartsWith("f.yaml: ", refusal.Message);
                        Assert.DoesNotContain('\n', refusal.Message);
                    }
                },
                iter: 20_000);

    [Fact]
    public void A_file_that_is_absent_is_named()
    {
        var refusal = Assert.Throws<RecipeException>(() => DocumentReader.Load("nowhere/x.yaml"));

        Assert.Equal(("file-not-found", "nowhere/x.yaml: no such file"), (refusal.Code, refusal.Message));
    }
}
