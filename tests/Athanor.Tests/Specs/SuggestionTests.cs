using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("hiden", "; did you mean 'hidden'?")]
    [InlineData("hiddne", "; did you mean 'hidden'?")]
    [InlineData("HIDDEN", "; did you mean 'hidden'?")]
    [InlineData("weight_decay", "; did you mean 'weightDecay'?")]
    [InlineData("lr2", "; did you mean 'lr'?")]
    [InlineData("activation", "")]
    public void The_nearest_name_is_suggested_only_if_it_is_near(string name, string suggestion) =>
        Assert.Equal(suggestion, Suggestion.For(name, ["hidden", "lr", "weightDecay", "hid"]));
}
