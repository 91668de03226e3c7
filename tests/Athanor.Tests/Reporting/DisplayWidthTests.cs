using Athanor.Reporting;
using CsCheck;

namespace Athanor.Tests.Reporting;

public sealed class DisplayWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("炼丹炉", 6)]
    [InlineData("한국어", 6)]
    [InlineData("ﾊﾝｶｸ", 4)]
    [InlineData("ＦＵＬＬ", 8)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("0.962 ± 0.004", 13)]
    [InlineData("──", 2)]
    [InlineData("𠀀", 2)]
    public void Wide_characters_take_two_cells_and_marks_none(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("diverged 3/9", 10, "diverged|3/9")]
    [InlineData("test/accuracy", 9, "test/|accuracy")]
    [InlineData("变体之间成对比较", 6, "变体之|间成对|比较")]
    [InlineData("a\nb", 9, "a|b")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("", 5, "")]
    public void Lines_break_where_a_reader_would_break_them(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), DisplayWidth.Wrap(text, width));

    [Fact]
    public void Wrapping_keeps_every_character_but_spaces() => Gen.Select(HostileText.Text, Gen.Int[2, 30]).Sample((text, width) =>
    {
        var lines = DisplayWidth.Wrap(text, width);
        Assert.Equal(Solid(string.Concat(text.ReplaceLineEndings("\n").Split('\n').Select(DisplayWidth.OneLine))), Solid(string.Concat(lines)));
        Assert.All(lines, line => Assert.True(DisplayWidth.Of(line) <= width, line));
    });

    private static string Solid(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
