using System.Text.Json.Nodes;
using Athanor.Persistence;
using Athanor.Specs;
using CsCheck;

namespace Athanor.Tests.Specs;

public sealed class PatchTests
{
    private static readonly Meal Base = new()
    {
        Main = new Soup { Grams = 100, Hot = false, Contents = ["a", "b"], Layers = [8, 8, 8] },
        Dessert = new Stew { Minutes = 5, Over = new Soup { Layers = [1, 2] } },
        Sides = [new Soup(), new Nothing()],
        Prices = new([new("a", 1), new("b", 2)]),
        Table = new() { Number = 7, Window = true },
        Camera = "on",
    };

    [Theory]
    [InlineData("{}")]
    [InlineData("main: { soup: {} }")]
    [InlineData("main: { soup: { grams: 100.0, layers: { depth: 3 } } }")]
    [InlineData("prices: {}")]
    [InlineData("table: {}")]
    public void Some_patches_change_nothing(string patch) => Assert.Equal(Base, Apply(patch));

    [Fact]
    public void The_same_member_merges_option_by_option() =>
        Assert.Equal(Base with { Main = (Soup)Base.Main with { Grams = 5 } }, Apply("main: { soup: { grams: 5 } }"));

    [Fact]
    public void A_bare_name_is_the_member_with_all_its_defaults_even_the_same_member()
    {
        Assert.Equal(Base with { Main = new Soup() }, Apply("main: soup"));
        Assert.Equal(Base with { Main = new Nothing() }, Apply("main: nothing"));
        Assert.Equal(Base with { Main = new Soup() }, Apply("main: { soup: }"));
    }

    [Fact]
    public void Another_member_replaces_the_old_one_whole() =>
        Assert.Equal(Base with { Main = new Stew { Grams = 2 } }, Apply("main: { stew: { grams: 2 } }"));

    [Fact]
    public void Lists_are_replaced_whole() =>
        Assert.Equal(
            Base with { Main = (Soup)Base.Main with { Contents = ["z"] }, Sides = [new Nothing()] },
            Apply("main: { soup: { contents: [z] } }\nsides: [nothing]"));

    [Fact]
    public void Null_restores_the_default_of_an_option_and_takes_an_entry_of_a_map_away()
    {
        Assert.Equal(Base with { Main = (Soup)Base.Main with { Hot = true } }, Apply("main: { soup: { hot: null } }"));
        Assert.Equal(Base with { Main = new Soup(), Dessert = null, Table = new() }, Apply("main: null\ndessert: null\ntable:\n"));
        Assert.Equal(Base with { Prices = new([new("b", 2), new("c", 3)]) }, Apply("prices: { a: null, c: 3, nobody: null }"));
        Assert.Equal(Base with { Prices = new() }, Apply("prices: null"));
    }

    [Fact]
    public void Null_restores_the_default_of_every_option_whatever_it_was() => Kitchen.Meals.Sample(meal =>
    {
        var patch = new JsonObject(SpecWriter.Write(meal).AsObject().Select(option => KeyValuePair.Create(option.Key, (JsonNode?)null)));
        Assert.Equal(new Meal(), Patch.Apply(meal, patch, RecipePath.Root));
    });

    [Fact]
    public void Width_or_depth_of_equal_layers_can_be_set_alone()
    {
        Assert.Equal([8, 8], Layers("{ depth: 2 }"));
        Assert.Equal([4, 4, 4], Layers("{ width: 4 }"));
        Assert.Equal([5], Layers("{ width: 5, depth: 1 }"));
        Assert.Equal([1, 2], Layers("[1, 2]"));

        LayerSizes Layers(string patch) => ((Soup)Apply($"main: {{ soup: {{ layers: {patch} }} }}").Main).Layers;
    }

    [Theory]
    [InlineData("main: { soup: { gram: 1 } }", "unknown-key", "c.patch.main.soup.gram: unknown key; did you mean 'grams'?")]
    [InlineData("main: { sop: { gram: 1 } }", "unknown-member", "c.patch.main: unknown dish 'sop'; did you mean 'soup'?")]
    [InlineData("main: { stew: { gram: 1 } }", "unknown-key", "c.patch.main.stew.gram: unknown key; did you mean 'grams'?")]
    [InlineData("main: { soup: { grams: x } }", "wrong-type", "c.patch.main.soup.grams: expected a number, found the text 'x'")]
    [InlineData("main: { soup: { grams: 0 } }", "out-of-range", "c.patch.main.soup.grams: 0 is not greater than 0")]
    [InlineData("dessert: { stew: { over: { soup: { layers: { depth: 3 } } } } }", "cannot-patch",
        "c.patch.dessert.stew.over.soup.layers.depth: [1, 2] is not a list of equal sizes, so it has no depth to set; write the whole list")]
    [InlineData("main: { ordered: {} }", "missing-key", "c.patch.main.ordered.from: is missing and has no default; expected text")]
    [InlineData("[1]", "wrong-type", "c.patch: expected a mapping of options, found a list")]
    public void A_patch_that_does_not_fit_is_refused_at_its_place(string patch, string code, string message)
    {
        var refusal = Assert.Throws<RecipeException>(() => Patch.Apply(Base, DocumentReader.Parse(patch).Root!, new RecipePath("c.patch")));

        Assert.Equal(code, refusal.Code);
        Assert.StartsWith(message, refusal.Message);
    }

    [Fact]
    public void Applying_the_difference_of_two_documents_to_the_first_gives_the_second() =>
        Gen.Select(Kitchen.Meals, Kitchen.Meals).Sample((from, to) =>
        {
            JsonNode difference = Patch.Difference(from, to);
            Assert.Equal(to, Patch.Apply(from, difference, RecipePath.Root));
            Assert.Equal(to, Patch.Apply(from, DocumentReader.Parse(YamlWriter.Write(difference)).Root!, RecipePath.Root));
            Assert.Equal(from == to, difference.AsObject().Count == 0);
        });

    [Fact]
    public void Applying_a_patch_gives_a_canonical_document() => Gen.Select(Kitchen.Meals, Kitchen.Meals).Sample((from, to) =>
    {
        JsonNode patched = Patch.Apply(typeof(Meal), SpecWriter.Write(from), SpecWriter.WriteCompact(to), RecipePath.Root);
        Assert.True(CanonicalJson.AreEqual(SpecWriter.Write(SpecReader.Read<Meal>(patched, RecipePath.Root)), patched));
    });

    [Theory]
    [InlineData("main: { soup: { grams: 5, layers: [1] } }", """{"main":{"soup":{"grams":5,"layers":[1]}}}""")]
    [InlineData("main: stew", """{"main":"stew"}""")]
    [InlineData("main: { stew: { minutes: 1 } }", """{"main":{"stew":{"minutes":1}}}""")]
    [InlineData("dessert: null", """{"dessert":null}""")]
    [InlineData("prices: { a: null, c: 3 }", """{"prices":{"a":null,"c":3}}""")]
    [InlineData("dessert: { stew: { over: { soup: { hot: false } } } }", """{"dessert":{"stew":{"over":{"soup":{"hot":false}}}}}""")]
    public void The_difference_says_no_more_than_what_changes(string patch, string difference) =>
        Assert.Equal(difference, Patch.Difference(Base, Apply(patch)).ToJsonString());

    [Theory]
    [InlineData("main: { soup: { grams: 5, hot: null } }", "main.soup.grams=5, main.soup.hot=true")]
    [InlineData("main: nothing", """main={"nothing":{"grams":0}}""")]
    [InlineData("main: { soup: { layers: { depth: 2 } } }", "main.soup.layers.depth=2")]
    [InlineData("main: { soup: { layers: { depth: 2, width: 4 } } }", "main.soup.layers=[4,4]")]
    [InlineData("main: { soup: {} }", "")]
    [InlineData("prices: { a: 5, b: null }", "prices.a=5, prices.b=null")]
    [InlineData("spare: { number: 3 }", """spare={"number":3,"window":false}""")]
    public void Leaves_are_the_places_that_a_patch_sets(string patch, string leaves) =>
        Assert.Equal(leaves, string.Join(", ", Leaves(patch).Select(leaf => $"{leaf.Path}={CanonicalJson.ToText(leaf.Value)}")));

    [Theory]
    [InlineData("main: { soup: { grams: 5 } }", "main: { soup: { grams: 6 } }", "main.soup.grams")]
    [InlineData("main: { soup: { grams: 5 } }", "main: { soup: { grams: 5.0 } }", null)]
    [InlineData("main: { soup: { grams: 5 } }", "main: { soup: { hot: true } }", null)]
    [InlineData("main: soup", "main: { soup: { grams: 5 } }", "main.soup.grams")]
    [InlineData("main: { soup: { grams: 300 } }", "main: soup", null)]
    [InlineData("main: nothing", "main: { soup: { grams: 5 } }", "main.soup.grams")]
    [InlineData("main: nothing", "main: stew", "main")]
    [InlineData("main: { soup: { layers: { depth: 5 } } }", "main: { soup: { layers: { width: 5 } } }", null)]
    [InlineData("main: { soup: { layers: { depth: 5 } } }", "main: { soup: { layers: { depth: 6 } } }", "main.soup.layers.depth")]
    [InlineData("main: { soup: { layers: { depth: 5 } } }", "main: { soup: { layers: [5] } }", "main.soup.layers.depth")]
    [InlineData("table: { number: 2 }", "table: null", "table.number")]
    [InlineData("prices: { a: 2 }", "prices: { ab: 3 }", null)]
    [InlineData("prices: { a: 2 }", "prices: { a: null }", "prices.a")]
    public void Two_patches_conflict_where_they_set_one_place_to_different_values(string left, string right, string? conflict)
    {
        Assert.Equal(conflict, PatchConflict.Find(Leaves(left), Leaves(right))?.Path.Value);
        Assert.Equal(conflict, PatchConflict.Find(Leaves(right), Leaves(left))?.Path.Value);
    }

    private static IReadOnlyList<PatchLeaf> Leaves(string patch) =>
        Patch.Leaves(typeof(Meal), SpecWriter.Write(Base), DocumentReader.Parse(patch).Root!, RecipePath.Root);

    private static Meal Apply(string patch) => Patch.Apply(Base, DocumentReader.Parse(patch).Root!, RecipePath.Root);
}
