using Athanor.Data;
using static TorchSharp.torch;

namespace Athanor.Tests.Data;

public class DatasetTests
{
    [Fact]
    public void Fields_of_different_lengths_are_refused()
    {
        using IDisposable scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => new TensorDataset(zeros(3, 2), zeros(4)));
        Assert.StartsWith("field 'target' has 4 samples, 'inputs' has 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_has_the_chosen_samples_in_the_given_order()
    {
        using IDisposable scope = NewDisposeScope();
        using TensorDataset whole = DataFixtures.Numbered(10);
        using var subset = new Subset(whole, [7, 2, 2, 9]);
        Assert.Equal([9L, 7], DataFixtures.Numbers(subset.Gather(tensor([3L, 0]))));
        Assert.Equal([1L, 2, 2, 0], subset.ClassLabels()!);
        using var nested = new Subset(subset, [3, 1]);
        Assert.Equal([9L, 2], DataFixtures.Numbers(nested.Gather(tensor([0L, 1]))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_subset_of_what_is_not_there_is_refused(long index)
    {
        using TensorDataset whole = DataFixtures.Numbered(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Subset(whole, [0, index]));
    }

    [Fact]
    public void A_batch_shares_no_memory_with_its_data_set()
    {
        using IDisposable scope = NewDisposeScope();
        using TensorDataset data = DataFixtures.Numbered(4);
        data.Gather(tensor([0L, 1, 2, 3])).Inputs.zero_();
        Assert.Equal([0L, 1, 2, 3], DataFixtures.Numbers(data.Gather(tensor([0L, 1, 2, 3]))));
    }

    [Fact]
    public void Yes_or_no_targets_are_class_labels_and_measured_values_are_not()
    {
        using var yesOrNo = new TensorDataset(zeros(3, 1), tensor(new[] { 1f, 0f, 1f }).reshape(3, 1));
        using var values = new TensorDataset(zeros(3, 1), tensor(new[] { 1f, 0f, 0.5f }).reshape(3, 1));
        Assert.Equal([1L, 0, 1], yesOrNo.ClassLabels()!);
        Assert.Null(values.ClassLabels());
    }

    [Fact]
    public void A_field_set_anew_keeps_its_place()
    {
        using IDisposable scope = NewDisposeScope();
        var batch = new Batch(1, [new("inputs", zeros(1)), new("target", zeros(1))]);
        Assert.Equal(["inputs", "target"], batch.With("inputs", ones(1)).Names);
        Assert.Equal(["inputs", "target", "mask"], batch.With("mask", ones(1)).Names);
        var missing = Assert.Throws<KeyNotFoundException>(() => batch["weight"]);
        Assert.Equal("the batch has no 'weight'; it has inputs, target", missing.Message);
    }
}
