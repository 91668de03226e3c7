using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class SetExpressionTests
{
    private static readonly Meal Base = new()
    {
        Main = new Soup { Layers = [8, 8, 8] },
        Dessert = new Stew { Over = new Soup { Layers = [1, 2] } },
        Sides = [new Soup { Grams = 7 }, new Nothing()],
    };

    [Theory]
    [InlineData("main.soup.grams=5", """{"main":{"soup":{"grams":5}}}""")]
    [InlineData("main.grams=5", """{"main":{"soup":{"grams":5}}}""")]
    [InlineData("main.layers.depth=5", """{"main":{"soup":{"layers":{"depth":5}}}}""")]
    [InlineData("main.layers[1]=5", """{"main":{"soup":{"layers":[8,5,8]}}}""")]
    [InlineData("main.contents[0]='1'", """{"main":{"soup":{"contents":["1"]}}}""")]
    [InlineData("main=nothing", """{"main":"nothing"}""")]
    [InlineData("main={ stew: { minutes: 3 } }", """{"main":{"stew":{"minutes":3}}}""")]
    [InlineData("main.stew.minutes=3", """{"main":{"stew":{"minutes":3}}}""")]
    [InlineData("dessert.over.hot=false", """{"dessert":{"stew":{"over":{"soup":{"hot":false}}}}}""")]
    [InlineData("dessert=null", """{"dessert":null}""")]
    [InlineData("dessert=", """{"dessert":null}""")]
    [InlineData("table.number = 4", """{"table":{"number":4}}""")]
    [InlineData("prices.a=1", """{"prices":{"a":1}}""")]
    [InlineData("spare.number=2", """{"spare":{"number":2}}""")]
    [InlineData("camera=a=b", """{"camera":"a=b"}""")]
    public void A_set_is_a_patch_of_one_place(string text, string patch) =>
        Assert.Equal(patch, SetExpression.Parse(text).ToPatch(typeof(Meal), SpecWriter.Write(Base), RecipePath.Root).ToJsonString());

    [Fact]
    public void An_item_of_a_list_is_patched_in_its_place()
    {
        Meal changed = Apply("sides[0].grams=9");

        Assert.Equal(Base with { Sides = [new Soup { Grams = 9 }, new Nothing()] }, changed);
    }

    [Theory]
    [InlineData("main.gram=5", "unknown-key", "main.gram: neither an option of soup nor a dish; did you mean 'grams'?")]
    [InlineData("main.soup.gram=5", "unknown-key", "main.soup.gram: unknown key; did you mean 'grams'?")]
    [InlineData("man.grams=5", "unknown-key", "man: unknown key; did you mean 'main'?")]
    [InlineData("main.grams.x=5", "unknown-key", "main.soup.grams: a number stands here, which has no part 'x'")]
    [InlineData("main.grams=x", "wrong-type", "main.soup.grams: expected a number, found the text 'x'")]
    [InlineData("main.grams=-1", "out-of-range", "main.soup.grams: -1 is not greater than 0")]
    [InlineData("sides[2].grams=1", "unknown-key", "sides: a list of 2 stands here, which has no part '[2]'")]
    [InlineData("dessert.over.layers.depth=4", "cannot-patch", "dessert.stew.over.soup.layers.depth: [1, 2] is not a list of equal sizes")]
    [InlineData("dessert.over.layers.length=4", "unknown-key", "dessert.stew.over.soup.layers.length: unknown key")]
    [InlineData("main", "bad-set", "'main' is not of the form path=value, such as optimizer.lr=0.01")]
    [InlineData("=3", "bad-set", "'=3' is not of the form")]
    [InlineData("a..b=3", "bad-set", "a..b: is no path")]
    [InlineData("a[x]=3", "bad-set", "a[x]: is no path")]
    [InlineData("main=[1", "syntax", "main: the value can't be read: line ")]
    public void A_path_that_leads_nowhere_is_refused(string text, string code, string message)
    {
        var refusal = Assert.Throws<RecipeException>(() => Apply(text));

        Assert.Equal(code, refusal.Code);
        Assert.StartsWith(message, refusal.Message);
    }

    [Theory]
    [InlineData("main={stew:{minutes:3}}", "; YAML wants a space behind a colon: {stew: {minutes: 3}}")]
    [InlineData("main=[1", "")]
    public void A_value_without_spaces_is_refused_with_the_one_that_was_meant(string text, string hint)
    {
        string message = Assert.Throws<RecipeException>(() => SetExpression.Parse(text)).Message;

        Assert.EndsWith(hint, message);
        Assert.Equal(hint.Length > 0, message.Contains("YAML wants", StringComparison.Ordinal));
    }

    [Fact]
    public void An_expression_can_be_seen_from_below_a_key()
    {
        Assert.Equal("main.grams", SetExpression.Parse("recipe.main.grams=5").Below("recipe")?.Path.Value);
        Assert.Null(SetExpression.Parse("seeds=5").Below("recipe"));
        Assert.Null(SetExpression.Parse("recipe=5").Below("recipe"));
    }

    private static Meal Apply(string text) =>
        Patch.Apply(Base, SetExpression.Parse(text).ToPatch(typeof(Meal), SpecWriter.Write(Base), RecipePath.Root), RecipePath.Root);
}
