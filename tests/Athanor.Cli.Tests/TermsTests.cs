using Athanor.Specs;

namespace Athanor.Cli.Tests;

public sealed class TermsTests
{
    [Fact]
    public async Task Every_name_of_every_page_gives_its_document()
    {
        foreach (TermPage page in TermIndex.Default.Pages)
        {
            foreach (string name in page.Names)
            {
                CommandRun run = await CommandRun.Of("terms", name.ToUpperInvariant(), "--json");

                Assert.Equal(0, run.ExitCode);
                DocumentSchema.Accepts("terms", run.Document);
                Assert.Equal(page.Page, (string?)run.Document["page"]);
            }
        }
    }

    [Fact]
    public async Task Without_a_name_every_page_is_listed()
    {
        CommandRun json = await CommandRun.Of("terms", "--json");

        DocumentSchema.Accepts("terms", json.Document);
        Assert.Equal(TermIndex.Default.Pages.Select(page => page.Page), json.Document["terms"]!.AsArray().Select(term => (string?)term!["page"]));
    }

    [Theory]
    [InlineData("regression")]
    [InlineData("binary")]
    [InlineData("multi-class")]
    [InlineData("multi-label")]
    public async Task Advice_for_a_task_is_a_table_and_a_document(string task)
    {
        CommandRun json = await CommandRun.Of("terms", "activation", "--for", task, "--depth", "12", "--dying", "--json");

        Assert.Equal(0, json.ExitCode);
        DocumentSchema.Accepts("terms", json.Document);
        Assert.Equal(12, (int?)json.Document["depth"]);
        CommandRun table = await CommandRun.Of("terms", "--for", task);
        Assert.Equal(0, table.ExitCode);
        Assert.All(["output layer", "loss", "hidden layers", "docs/terms/"], text => Assert.Contains(text, table.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("multiclass", "activation", "did you mean 'multi-class'?")]
    [InlineData("binary", "epoch", "advice is about activations, not about 'epoch'")]
    public async Task Advice_for_what_is_no_task_or_about_another_word_is_refused(string task, string word, string message)
    {
        CommandRun run = await CommandRun.Of("terms", word, "--for", task, "--json");

        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_not_there_is_refused()
    {
        CommandRun run = await CommandRun.Of("terms", "no", "such", "word", "--json");

        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        Assert.Contains("'no such word'", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one two\nthree", 20, "one two three")]
    [InlineData("one two three", 9, "one two|three")]
    [InlineData("- one two three", 9, "- one two|  three")]
    [InlineData("中文\n文字", 20, "中文文字")]
    [InlineData("| a | b |\n|---|---|\nend", 20, "| a | b |||---|---||end")]
    public void Paragraphs_and_items_are_filled_and_tables_stay(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', Markdown.Reflow(text, width)));
}
