using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class TermIndexTests
{
    private const string Sample = """
        ---
        names: [learning rate, "lr", 学习率]
        runs: [athanor tune lr]
        room: Optimization
        ---

        ## English

        How far a step goes.

        ### More

        Text.

        ## 中文

        每一步走多远。
        """;

    public static TheoryData<string> Pages => [.. TermIndex.Default.Pages.Select(page => page.Page)];

    [Theory]
    [InlineData("learning rate")]
    [InlineData("Learning-Rate")]
    [InlineData("learning–rate")]
    [InlineData("LEARNING_RATE")]
    [InlineData("learningrate")]
    [InlineData("LR")]
    [InlineData("学习率")]
    [InlineData(" 学习 率 ")]
    public void A_page_answers_to_all_its_names(string name)
    {
        TermPage page = Index().Find(name);

        Assert.Equal(
            ("docs/terms/lr.md", "Optimization", "How far a step goes.\n\n### More\n\nText.", "每一步走多远。"),
            (page.Page, page.Room, page.English, page.Chinese));
        Assert.Equal(["athanor tune lr"], page.Runs);
    }

    [Fact]
    public void A_name_that_is_not_there_gets_the_nearest()
    {
        var refusal = Assert.Throws<RecipeException>(() => Index().Find("lerning rate"));

        Assert.Equal(("unknown-term", "no term 'lerning rate'; did you mean 'learning rate'?"), (refusal.Code, refusal.Message));
        Assert.Equal("no term 'xyzzy'; 'athanor terms' lists all", Assert.Throws<RecipeException>(() => Index().Find("xyzzy")).Message);
    }

    [Theory]
    [InlineData("## English", "## Englisch", "docs/terms/lr.md: a page is front matter")]
    [InlineData("## 中文", "## 中文\n\n## 中文", "docs/terms/lr.md: a page is front matter")]
    [InlineData("runs: [athanor tune lr]\n", "", "docs/terms/lr.md: runs: is missing")]
    [InlineData("[athanor tune lr]", "[]", "docs/terms/lr.md: runs: a page needs a command")]
    [InlineData("room:", "rom:", "docs/terms/lr.md: rom: unknown key; did you mean 'room'?")]
    public void A_page_in_another_format_is_refused_by_name(string old, string replacement, string message) =>
        Assert.StartsWith(message, Assert.Throws<RecipeException>(() => TermPageParser.Parse(Sample.Replace(old, replacement), "docs/terms/lr.md")).Message);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pages))]
    public void A_page_says_enough_in_both_languages_and_names_what_runs(string file)
    {
        TermPage page = TermIndex.Default.Pages.Single(page => page.Page == file);

        Assert.True(page.English.Length >= 200, $"{file}: {page.English.Length} characters of English; 200 are needed");
        int han = page.Chinese.EnumerateRunes().Count(rune => rune.Value is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF);
        Assert.True(han >= 60, $"{file}: {han} Han characters; 60 are needed");
        Assert.All(page.Runs, run => Assert.StartsWith("athanor ", run));
        Assert.Contains(page.Names, name => name.Any(letter => letter < 128));
    }

    [Theory]
    [InlineData("initializers", "initialization")]
    [InlineData("初始化", "initialization")]
    [InlineData("gain", "initialization")]
    [InlineData("fan-in", "initialization")]
    [InlineData("Xavier", "xavier-normal")]
    [InlineData("Glorot", "xavier-normal")]
    [InlineData("Kaiming", "kaiming-normal")]
    [InlineData("He", "kaiming-normal")]
    [InlineData("LeCun", "lecun-normal")]
    [InlineData("label smoothing", "cross-entropy")]
    [InlineData("class weights", "cross-entropy")]
    [InlineData("top-k", "top-k error")]
    [InlineData("thresholds", "threshold")]
    [InlineData("running statistics", "batch normalization")]
    [InlineData("recalibration", "batch normalization")]
    [InlineData("Jensen-Shannon divergence", "jensen-shannon")]
    [InlineData("Kullback-Leibler divergence", "kl-divergence")]
    [InlineData("perceptual", "feature-matching")]
    [InlineData("GAN", "losses of generative models")]
    [InlineData("Wasserstein GAN", "gan-wasserstein")]
    [InlineData("denoising diffusion", "diffusion")]
    [InlineData("min-SNR", "diffusion")]
    [InlineData("group norm", "group normalization")]
    [InlineData("instance norm", "instance normalization")]
    [InlineData("masked batch norm", "masked-batch")]
    public void What_people_say_finds_the_page_that_answers_it(string said, string name) =>
        Assert.Same(TermIndex.Default.Find(name), TermIndex.Default.Find(said));

    [Fact]
    public void No_page_offers_itself_as_what_shows_it()
    {
        const string Verb = "athanor terms ";
        string[] circular = [.. TermIndex.Default.Pages
            .Where(page => page.Runs.Any(run => run.StartsWith(Verb, StringComparison.Ordinal) && TermIndex.Default.TryFind(run[Verb.Length..]) == page))
            .Select(page => page.Page)];

        Assert.Empty(circular);
    }

    [Fact]
    public void No_name_stands_on_two_pages()
    {
        string[] twice = [.. TermIndex.Default.Pages
            .SelectMany(page => page.Names.Select(name => (Name: TermIndex.Fold(name), page.Page)))
            .GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.Page))}")];

        Assert.True(twice.Length == 0, string.Join('\n', twice));
    }

    [Fact]
    public void Every_member_of_every_family_has_a_page()
    {
        string[] missing = [.. SpecCatalog.Families.Values
            .Where(family => family.Assembly == typeof(Athanor.Specs.Spec).Assembly)
            .SelectMany(family => SpecCatalog.Members(family).Where(member => member.Value.Assembly == family.Assembly)
                .Where(member => TermIndex.Default.TryFind(member.Key) is null)
                .Select(member => $"{SpecCatalog.FamilyName(family)} {member.Key}"))];

        Assert.True(missing.Length == 0, $"no page in docs/terms for: {string.Join(", ", missing)}");
    }

    private static TermIndex Index() => new([TermPageParser.Parse(Sample, "docs/terms/lr.md")]);
}
