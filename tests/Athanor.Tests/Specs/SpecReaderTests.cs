using Athanor.Data;
using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class SpecReaderTests
{
    [Fact]
    public void A_document_and_an_initializer_make_the_same_value()
    {
        Meal read = Read("""
            main: { soup: { grams: 5, heat: stir-fried, contents: [a, b], layers: { width: 8, depth: 3 } } }
            dessert: nothing
            sides: [soup, { stew: { over: { stew: { over: soup } } } }]
            byGuest: { bob: soup, ann: { stew: { servings: 2.0 } } }
            prices: { b: 1, a: .inf }
            table: { number: 4 }
            batchSize: full
            seeds: 4
            extra: { any: [thing, 1] }
            """);

        Assert.Equal(
            new Meal
            {
                Main = new Soup { Grams = 5, Heat = Heat.StirFried, Contents = ["a", "b"], Layers = [8, 8, 8] },
                Dessert = new Nothing(),
                Sides = [new Soup(), new Stew { Over = new Stew { Over = new Soup() } }],
                ByGuest = new([new("ann", new Stew { Servings = 2 }), new("bob", new Soup())]),
                Prices = new([new("a", double.PositiveInfinity), new("b", 1)]),
                Table = new() { Number = 4 },
                BatchSize = BatchSize.Full,
                Seeds = [0, 1, 2, 3],
                Extra = new(DocumentReader.Parse("any: [thing, 1]").Root),
            },
            read);
    }

    [Fact]
    public void An_empty_document_is_all_defaults() => Assert.Equal(new Meal(), Read(""));

    [Fact]
    public void Null_means_the_default() =>
        Assert.Equal(new Meal(), Read("main: { soup: { grams: null, contents: } }\ntable:\nbatchSize: ~\n"));

    [Fact]
    public void Entries_of_maps_keep_their_order() => Assert.Equal(["z", "a", "m"], Read("prices: { z: 1, a: 2, m: 3 }").Prices.Keys);

    [Theory]
    [InlineData("main: { soup: { gram: 1 } }", "unknown-key", "main.soup.gram: unknown key; did you mean 'grams'?")]
    [InlineData("main: { nothing: { xyzzy: 1 } }", "unknown-key", "main.nothing.xyzzy: unknown key; known: grams")]
    [InlineData("sides: [{ stew: { over: { soup: { hto: true } } } }]", "unknown-key", "sides[0].stew.over.soup.hto: unknown key; did you mean 'hot'?")]
    [InlineData("main: sopu", "unknown-member", "main: unknown dish 'sopu'; did you mean 'soup'?; known: nothing, ordered, soup, stew")]
    [InlineData("main: { soup: {}, stew: {} }", "wrong-type", "main: expected the name of one dish, or { name: { options } }, found 2 keys: soup, stew")]
    [InlineData("main: [soup]", "wrong-type", "main: expected the name of one dish, or { name: { options } }, found a list")]
    [InlineData("main: { soup: [1] }", "wrong-type", "main.soup: expected a mapping of options, found a list")]
    [InlineData("main: { soup: { grams: heavy } }", "wrong-type", "main.soup.grams: expected a number, found the text 'heavy'")]
    [InlineData("main: { soup: { grams: '5' } }", "wrong-type", "main.soup.grams: expected a number, found the text '5'")]
    [InlineData("main: { soup: { hot: 1 } }", "wrong-type", "main.soup.hot: expected true or false, found the number 1")]
    [InlineData("main: { soup: { heat: stirfried } }", "wrong-type",
        "main.soup.heat: expected one of raw, slow-cooked, stir-fried, found 'stirfried'; did you mean 'stir-fried'?")]
    [InlineData("main: { soup: { contents: [a, 1] } }", "wrong-type", "main.soup.contents[1]: expected text, found the number 1; write it in quotes")]
    [InlineData("main: { soup: { contents: [a, null] } }", "wrong-type", "main.soup.contents[1]: expected text, found nothing")]
    [InlineData("main: { soup: { layers: [64, 1.5] } }", "wrong-type", "main.soup.layers[1]: expected a layer size (a whole number), found the number 1.5")]
    [InlineData("main: { soup: { layers: [64, 0] } }", "out-of-range", "main.soup.layers[1]: 0 is not greater than 0")]
    [InlineData("main: { soup: { layers: { width: 4 } } }", "missing-key", "main.soup.layers.depth: is missing; layer sizes need width and depth")]
    [InlineData("main: { soup: { layers: { widht: 4, depth: 1 } } }", "unknown-key", "main.soup.layers.widht: unknown key; did you mean 'width'?")]
    [InlineData("main: { stew: { servings: 1.5 } }", "wrong-type", "main.stew.servings: expected a whole number, found the number 1.5")]
    [InlineData("main: { stew: { servings: 3000000000 } }", "out-of-range", "main.stew.servings: 3000000000 is not within [-2147483648, 2147483647]")]
    [InlineData("main: ordered", "missing-key", "main.ordered.from: is missing and has no default; expected text")]
    [InlineData("main: { ordered: { from: } }", "missing-key", "main.ordered.from: is missing and has no default; expected text")]
    [InlineData("main: { soup: { grams: 0 } }", "out-of-range", "main.soup.grams: 0 is not greater than 0")]
    [InlineData("byGuest: { bob: { soup: { grams: -1 } } }", "out-of-range", "byGuest.bob.soup.grams: -1 is not greater than 0")]
    [InlineData("table: { number: 0 }", "out-of-range", "table.number: 0 is less than 1")]
    [InlineData("batchSize: 0", "out-of-range", "batchSize: 0 is not greater than 0; write a number of samples or 'full'")]
    [InlineData("batchSize: all", "wrong-type", "batchSize: expected a number of samples or 'full', found the text 'all'")]
    [InlineData("seeds: [1, 1]", "out-of-range", "seeds[1]: seed 1 stands here twice")]
    [InlineData("seeds: []", "out-of-range", "seeds: no seed is given; write how many, or a list")]
    [InlineData("seeds: 0", "out-of-range", "seeds: 0 is not within [1, 1000000]")]
    [InlineData("total: 1", "unknown-key", "total: unknown key")]
    [InlineData("ring: 1", "unknown-key", "ring: unknown key")]
    [InlineData("- 1", "wrong-type", "expected a mapping of options, found a list")]
    public void What_does_not_fit_is_refused_with_file_place_and_mend(string yaml, string code, string message)
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecReader.Read<Meal>(DocumentReader.Parse(yaml, "meal.yaml")));

        Assert.Equal(code, refusal.Code);
        Assert.StartsWith($"meal.yaml: {message}", refusal.Message);
    }

    [Fact]
    public void Values_made_in_CSharp_are_refused_at_the_same_place()
    {
        var meal = new Meal { ByGuest = new([new("bob", new Stew { Over = new Soup { Grams = -1 } })]) };

        var refusal = Assert.Throws<RecipeException>(() => SpecValidator.Check(meal, RecipePath.Root));

        Assert.Equal("byGuest.bob.stew.over.soup.grams", refusal.Path);
        Assert.Equal("main.soup.grams", Assert.Throws<RecipeException>(() => SpecValidator.Check<DishSpec>(new Soup { Grams = 0 }, new("main"))).Path);
        Assert.Equal("batchSize", Assert.Throws<RecipeException>(() => SpecValidator.Check(new Meal { BatchSize = 0 }, RecipePath.Root)).Path);
        Assert.Equal("main", Assert.Throws<RecipeException>(() => SpecValidator.Check(new Meal { Main = null! }, RecipePath.Root)).Path);
    }

    private static Meal Read(string yaml) => SpecReader.Read<Meal>(DocumentReader.Parse(yaml));
}
