using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tests.Specs;

public sealed class SpecWriterTests
{
    [Fact]
    public void Every_default_is_written_out_in_ordinal_order_of_keys() => Assert.Equal(
        """
        {"batchSize":32,"byGuest":{},"camera":"off","dessert":null,"extra":{},"main":{"soup":{"contents":["water"],"grams":300,"heat":"slow-cooked","hot":true,"layers":[64,64]}},"prices":{},"seeds":[0,1,2],"sides":[],"spare":null,"table":{"number":1,"window":false}}
        """.Trim(),
        SpecWriter.Write(new Meal()).ToJsonString());

    [Fact]
    public void Parse_print_parse_is_the_identity() => Kitchen.Meals.Sample(meal =>
    {
        JsonNode canonical = SpecWriter.Write(meal);
        Assert.Equal(meal, SpecReader.Read<Meal>(canonical, RecipePath.Root));
        Assert.Equal(meal, SpecReader.Read<Meal>(DocumentReader.Parse(SpecWriter.ToJson(meal))));
        Assert.Equal(meal, SpecReader.Read<Meal>(DocumentReader.Parse(SpecWriter.ToYaml(meal))));
        Assert.Equal(meal, SpecReader.Read<Meal>(DocumentReader.Parse(SpecWriter.ToYaml(meal, compact: false))));
        Assert.Equal(canonical.ToJsonString(), SpecWriter.Write(SpecReader.Read<Meal>(canonical, RecipePath.Root)).ToJsonString());
    });

    [Fact]
    public void The_fingerprint_does_not_depend_on_the_order_of_keys() =>
        Gen.Select(Kitchen.Meals, Gen.Int).Sample((meal, order) =>
        {
            JsonNode shuffled = Shuffled(SpecWriter.Write(meal), order);
            Assert.Equal(Fingerprint.Of(meal), Fingerprint.Of(SpecReader.Read<Meal>(shuffled, RecipePath.Root)));
        });

    [Fact]
    public void Two_values_have_one_fingerprint_only_if_they_are_equal() =>
        Gen.Select(Kitchen.Meals, Kitchen.Meals).Sample((left, right) =>
            Assert.Equal(left with { Camera = "" } == right with { Camera = "" }, Fingerprint.Of(left) == Fingerprint.Of(right)));

    [Fact]
    public void A_fingerprint_is_known_by_value_and_leaves_out_what_only_watches()
    {
        Assert.Equal(Fingerprint.Of(new Meal()), Fingerprint.Of(new Meal { Camera = "on" }));
        Assert.NotEqual(Fingerprint.Of(new Meal()), Fingerprint.Of(new Meal { Table = new() { Number = 2 } }));
        Assert.Equal(ContentHash.Of("""{"number":1,"window":false}"""u8), Fingerprint.Of(new Table()));
    }

    [Fact]
    public void Negative_zero_is_zero_and_floats_are_short() =>
        Assert.Equal("""{"stew":{"grams":0,"minutes":90,"note":"","over":null,"servings":null}}""", SpecWriter.Write<DishSpec>(new Stew { Grams = -0.0 }).ToJsonString());

    [Fact]
    public void A_spec_without_a_name_can_not_be_written() =>
        Assert.Equal("not-a-document", Assert.Throws<RecipeException>(() => SpecWriter.Write(new Meal { Main = new Unnamed() })).Code);

    [Fact]
    public void Compact_yaml_reads_as_a_person_would_write_it()
    {
        var meal = new Meal
        {
            Main = new Soup { Grams = 5e-6, Contents = ["a", "1", "b c"] },
            Dessert = new Nothing(),
            ByGuest = new([new("bob", new Stew { Over = new Soup { Hot = false, Contents = [] } })]),
            Spare = new(),
        };

        Assert.Equal(
            """
            byGuest:
              bob:
                stew:
                  over: { soup: { contents: [], hot: false } }
            dessert: nothing
            main: { soup: { contents: [a, "1", b c], grams: 5e-06 } }
            spare: {}

            """,
            SpecWriter.ToYaml(meal));
    }

    private static JsonNode Shuffled(JsonNode node, int order) => node switch
    {
        JsonObject entries => new JsonObject(entries
            .OrderBy(entry => unchecked((uint)(entry.Key.Aggregate(order, (hash, letter) => (hash * 31) + letter) * 2654435761)))
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : Shuffled(entry.Value, order)))),
        JsonArray items => new JsonArray([.. items.Select(item => Shuffled(item!, order))]),
        _ => node.DeepClone(),
    };

    private sealed record Unnamed : DishSpec
    {
        public override double Grams { get; init; }
    }
}
