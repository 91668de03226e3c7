using Athanor.Specs;

namespace Athanor.Tests.Specs;

public sealed class ValueMapTests
{
    private static readonly ValueMap<int> Map = new([new("b", 2), new("a", 1)]);

    [Fact]
    public void Entries_keep_their_order_but_equality_does_not_count_it()
    {
        var other = new ValueMap<int>([new("a", 1), new("b", 2)]);

        Assert.Equal(["b", "a"], Map.Keys);
        Assert.True(Map.Equals(other) && Map.GetHashCode() == other.GetHashCode());
        Assert.False(Map.Equals(other.With("a", 3)));
        Assert.False(Map.Equals(other.Without("a")));
    }

    [Fact]
    public void Changing_a_map_makes_another()
    {
        Assert.Equal(["b", "a", "c"], Map.With("c", 3).Keys);
        Assert.Equal([5, 1], Map.With("b", 5).Values);
        Assert.Equal(["a"], Map.Without("b").Keys);
        Assert.Equal(2, Map.Count);
    }
}
