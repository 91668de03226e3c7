using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Specs;
using CsCheck;
using Json.Schema;

namespace Athanor.Tests.Specs;

public sealed class SpecSchemaTests
{
    private static readonly JsonObject Written = SpecSchema.Of(typeof(Meal), "A meal");
    private static readonly JsonSchema Schema = JsonSchema.FromText(Written.ToJsonString());

    [Theory]
    [InlineData("{}")]
    [InlineData("main: soup")]
    [InlineData("main: { soup: }")]
    [InlineData("main: { soup: { layers: { width: 4, depth: 0 }, heat: raw, grams: .inf } }")]
    [InlineData("main: { ordered: { from: here } }")]
    [InlineData("dessert: null\nsides: [soup, { stew: { over: { stew: { over: nothing, servings: null } } } }]")]
    [InlineData("batchSize: full\nseeds: 9\nprices: { a: 1 }\nextra: { any: [1] }")]
    [InlineData("batchSize: 8\nseeds: [3, 1]")]
    public void A_document_that_the_reader_takes_validates(string yaml)
    {
        _ = SpecReader.Read<Meal>(DocumentReader.Parse(yaml));
        Assert.True(Validates(DocumentReader.Parse(yaml).Root));
    }

    [Theory]
    [InlineData("main: sopu")]
    [InlineData("main: ordered")]
    [InlineData("main: { soup: {}, stew: {} }")]
    [InlineData("main: { soup: { gram: 1 } }")]
    [InlineData("main: { soup: { grams: heavy } }")]
    [InlineData("main: { soup: { hot: 1 } }")]
    [InlineData("main: { soup: { heat: warm } }")]
    [InlineData("main: { soup: { contents: [1] } }")]
    [InlineData("main: { soup: { layers: [0] } }")]
    [InlineData("main: { soup: { layers: { width: 4 } } }")]
    [InlineData("main: { stew: { servings: 1.5 } }")]
    [InlineData("main: { stew: { over: { soup: { hto: true } } } }")]
    [InlineData("main: { ordered: {} }")]
    [InlineData("batchSize: all")]
    [InlineData("batchSize: 0")]
    [InlineData("seeds: []")]
    [InlineData("total: 1")]
    [InlineData("[1]")]
    public void A_document_that_the_reader_refuses_does_not_validate(string yaml)
    {
        Assert.Throws<RecipeException>(() => SpecReader.Read<Meal>(DocumentReader.Parse(yaml)));
        Assert.False(Validates(DocumentReader.Parse(yaml).Root));
    }

    [Fact]
    public void Whatever_is_written_validates() => Kitchen.Meals.Sample(meal =>
        Assert.True(Validates(SpecWriter.Write(meal)) && Validates(SpecWriter.WriteCompact(meal))));

    [Fact]
    public void Options_have_their_descriptions_and_defaults()
    {
        JsonNode soup = Written["$defs"]!["dish.soup"]!;

        Assert.Equal("A soup.", soup["description"]!.GetValue<string>());
        Assert.Equal("What lies in it.", soup["properties"]!["contents"]!["description"]!.GetValue<string>());
        Assert.Equal("How much of it there is, in grams.", soup["properties"]!["grams"]!["description"]!.GetValue<string>());
        Assert.Equal("""["water"]""", soup["properties"]!["contents"]!["default"]!.ToJsonString());
        Assert.Equal("A whole meal: the root of the documents that these tests read.", Written["$defs"]!["Meal"]!["description"]!.GetValue<string>());
    }

    private static bool Validates(JsonNode? node) => Schema.Evaluate(JsonSerializer.SerializeToElement(node)).IsValid;
}
