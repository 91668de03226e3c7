using Athanor.Specs;

namespace Athanor.Data.Tasks;

/// <summary>A task made from a seed, with no file: sample <i>i</i> depends on the seed and <i>i</i> alone, so a larger set begins with the smaller.</summary>
/// <remarks>
/// Made with the four operations and the square root in double precision, one after another: the same bits on every machine.
/// </remarks>
public abstract record GeneratedTask : DataSpec
{
    /// <summary>How many samples; at least 1. The default is the task's.</summary>
    public int Samples { get; init; }

    /// <summary>Seed of the data, the same for all trials of a study. Default 0.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public sealed override DataSource Load(DataContext context)
    {
        string name = ((SpecAttribute)Attribute.GetCustomAttribute(GetType(), typeof(SpecAttribute))!).Name;
        ValidateSelf(context.At.Key(name));
        return Generate(context.Cancellation);
    }

    /// <summary>Makes the samples.</summary>
    protected abstract DataSource Generate(CancellationToken cancellation);

    /// <inheritdoc/>
    protected override void Validate(RecipePath at) => at.AtLeast(Samples, 1);

    /// <summary>The random numbers of sample <paramref name="index"/>.</summary>
    protected SeededRandom RandomOf(long index) => new(Seed, GetType().Name, index);
}
