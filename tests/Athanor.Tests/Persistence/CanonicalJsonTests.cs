using System.Text.Json.Nodes;
using Athanor.Persistence;

namespace Athanor.Tests.Persistence;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": 1, "a": { "d": [2, { "z": 0, "y": null }], "c": true } }""", """{"a":{"c":true,"d":[2,{"y":null,"z":0}]},"b":1}""")]
    [InlineData("""{ "B": 1, "a": 2, "A": 3 }""", """{"A":3,"B":1,"a":2}""")]
    [InlineData("[1.0, 1e0, 100e-2, 0.1, 1e-5, -0.0, 12345678901234567890]", "[1,1,1,0.1,1E-05,0,1.2345678901234567E+19]")]
    [InlineData("\"炼丹炉 \\u0041 \\\"\"", "\"炼丹炉 A \\\"\"")]
    [InlineData("null", "null")]
    public void One_value_has_one_text(string json, string canonical) => Assert.Equal(canonical, CanonicalJson.ToText(JsonNode.Parse(json)));

    [Fact]
    public void Numbers_that_JSON_lacks_are_strings() =>
        Assert.Equal(
            """["NaN","Infinity","-Infinity",0,0.1]""",
            CanonicalJson.ToText(new JsonArray([.. new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.1 }.Select(CanonicalJson.Number)])));

    [Fact]
    public void The_hash_is_the_SHA256_of_the_canonical_bytes()
    {
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", ContentHash.Of(JsonNode.Parse("{ }")));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.Of("abc"u8));
    }
}
