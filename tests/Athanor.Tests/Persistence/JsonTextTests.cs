using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Persistence;
using CsCheck;

namespace Athanor.Tests.Persistence;

public sealed class JsonTextTests
{
    [Fact]
    public void An_object_comes_back_as_it_was_written() =>
        Gen.Select(Gen.String, Gen.String, Gen.Int).Where((one, other, _) => IsText(one) && IsText(other)).Sample((one, other, number) =>
        {
            var written = new JsonObject { ["text"] = one, ["list"] = new JsonArray(other, number, null) };
            Assert.True(JsonNode.DeepEquals(written, JsonText.Parse(Encoding.UTF8.GetBytes(written.ToJsonString()))));
        });

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": {\"b\": 1, \"b\": 2}}")]
    [InlineData("{\"a\": [\"\\ud800\"]}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("")]
    public void What_could_only_be_found_later_is_found_at_once(string text) =>
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(0xE6)]
    [InlineData(0xFF)]
    public void Text_that_is_no_utf_8_is_refused_in_a_name_and_in_a_value(byte odd)
    {
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse([.. "{\""u8, odd, .. "\": 1}"u8]));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse([.. "{\"a\": \""u8, odd, .. "\"}"u8]));
    }

    private static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
