using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class LayerSizesTests
{
    [Fact]
    public void Layer_sizes_are_written_as_a_collection()
    {
        LayerSizes sizes = [64, 32];

        Assert.Equal([64, 32, 16], [.. sizes, 16]);
        Assert.Equal([8, 8, 8], LayerSizes.Repeat(8, 3));
        Assert.Equal("[64, 32]", sizes.ToString());
    }

    [Fact]
    public void Layer_sizes_are_equal_when_their_items_are()
    {
        LayerSizes left = [1, 2];
        LayerSizes right = [1, 2];
        LayerSizes other = [2, 1];

        Assert.True(left.Equals(right) && left.GetHashCode() == right.GetHashCode());
        Assert.False(left.Equals(other));
    }
}
