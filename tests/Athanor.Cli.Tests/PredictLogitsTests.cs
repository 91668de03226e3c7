using System.Text.Json.Nodes;

namespace Athanor.Cli.Tests;

public sealed class PredictLogitsTests
{
    [Fact]
    public async Task One_logit_becomes_a_probability_by_sigmoid()
    {
        CommandRun text = await CommandRun.Of("predict", "--logits", "2.5");
        CommandRun json = await CommandRun.Of("predict", "--logits", "2.5", "--json");

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains("0.924142", text.Output, StringComparison.Ordinal);
        Assert.Contains("class 1", text.Output, StringComparison.Ordinal);
        DocumentSchema.Accepts("predict", json.Document);
        Assert.Equal(0.924142, (double)json.Document["probabilities"]![0]!, 6);
        Assert.Equal(("sigmoid", 1), ((string?)json.Document["function"], (int?)json.Document["class"]));
    }

    [Fact]
    public async Task Several_logits_become_probabilities_by_softmax_with_their_sum_and_the_class()
    {
        CommandRun text = await CommandRun.Of("predict", "--logits", "1.2,3.1,-0.5,4.8,2.3");
        JsonObject json = (await CommandRun.Of("predict", "--logits", "1.2,3.1,-0.5,4.8,2.3", "--json")).Document;

        Assert.All(["0.021066", "0.140842", "0.003848", "0.770960", "0.063284", "sum 1.000000", "class 3"], expected =>
            Assert.Contains(expected, text.Output, StringComparison.Ordinal));
        DocumentSchema.Accepts("predict", json);
        Assert.Equal(("softmax", 3), ((string?)json["function"], (int?)json["class"]));
        Assert.Equal(1, (double)json["sum"]!, 12);
    }

    [Theory]
    [InlineData("--logits=-1.5")]
    [InlineData("--logits", "-1.5")]
    [InlineData("--logits", "−1.5")]
    public async Task A_first_value_below_0_is_a_value(params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(["predict", .. arguments, "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(-1.5, (double)run.Document["logits"]![0]!);
        Assert.Equal(0.182426, (double)run.Document["probabilities"]![0]!, 6);
        Assert.Equal(0, (int)run.Document["class"]!);
    }

    [Fact]
    public async Task Independent_logits_are_questions_of_their_own()
    {
        JsonObject json = (await CommandRun.Of("predict", "--logits", "-1,2", "--independent", "--json")).Document;

        DocumentSchema.Accepts("predict", json);
        Assert.Equal([0.268941, 0.880797], json["probabilities"]!.AsArray().Select(p => Math.Round((double)p!, 6)));
        Assert.Null(json["class"]);
        Assert.Equal([1], json["yes"]!.AsArray().Select(i => (int)i!));
    }

    [Theory]
    [InlineData("1e308,-1e308", 1.0)]
    [InlineData("-1e308,-1e308", 0.5)]
    [InlineData("1000,1000,1000,1000", 0.25)]
    [InlineData("1e308", 1.0)]
    [InlineData("-1e308", 0.0)]
    public async Task Huge_logits_give_finite_probabilities(string logits, double first)
    {
        JsonObject json = (await CommandRun.Of("predict", "--logits", logits, "--json")).Document;

        DocumentSchema.Accepts("predict", json);
        Assert.Equal(first, (double)json["probabilities"]![0]!, 12);
    }

    [Theory]
    [InlineData("abc", "'abc'")]
    [InlineData("1,,x", "'x'")]
    [InlineData("nan", "'nan'")]
    [InlineData("1,Infinity", "'Infinity'")]
    [InlineData("1e999", "'1e999'")]
    [InlineData("", "no number")]
    [InlineData(",", "no number")]
    public async Task What_is_no_number_is_refused_in_one_line(string logits, string named)
    {
        CommandRun run = await CommandRun.Of("predict", "--logits", logits, "--json");

        Assert.Equal(2, run.ExitCode);
        DocumentSchema.Accepts("error", run.Document);
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_beside_logits_is_refused_with_the_option_that_was_meant()
    {
        CommandRun run = await CommandRun.Of("predict", "somewhere", "--logits", "1");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--with-logits", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
