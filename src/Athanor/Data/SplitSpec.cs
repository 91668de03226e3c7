using Athanor.Specs;

namespace Athanor.Data;

/// <summary>Says which share of the samples validates and which tests; the rest trains.</summary>
/// <remarks>
/// Stratified where samples have class labels: each class gives its share to each part, to within one sample, and the parts' sizes are those of the
/// unstratified split. Who goes where depends on <see cref="Seed"/> and the labels alone, never on the recipe's seed, so that the trials of a study share the parts.
/// </remarks>
public sealed record SplitSpec : Spec
{
    /// <summary>Share of the samples that validate, in [0, 1). 0 for no such part. Default 0.1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Share of the samples that test, in [0, 1). 0 for no such part. Default 0.2; ignored where the data bring their own test part.</summary>
    public double Test { get; init; } = 0.2;

    /// <summary>Seed of the split, the same for all trials of a study. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Divides the samples of <paramref name="source"/> and standardizes the parts with what the training part shows.</summary>
    /// <param name="source">The samples; the caller goes on owning them.</param>
    /// <param name="standardization">How; null for none.</param>
    /// <param name="withIndex">Whether batches have the field <see cref="BatchFields.SampleIndex"/>: the sample's index in the source (in its own test part for that one).</param>
    /// <exception cref="RecipeException">A part that was asked for would be empty.</exception>
    public DataSplit Apply(DataSource source, StandardizationSpec? standardization = null, bool withIndex = false)
    {
        (long[] training, long[] validation, long[] test) = Divide(source.Samples.Count, source.Samples.ClassLabels(), ownTest: source.Test is not null);

        using var fitted = new Subset(source.Samples, training);
        Standardizer? standardizer = standardization?.Fit(fitted);
        return new DataSplit(source.Task, Part(source.Samples, training)!, standardizer)
        {
            Validation = Part(source.Samples, validation),
            Test = source.Test is { } own ? Part(own, EpochOrder.Sequence(own.Count)) : Part(source.Samples, test),
        };

        Dataset? Part(Dataset whole, long[] indices) => indices.Length == 0 ? null : DatasetPart.Of(whole, indices, standardizer, withIndex);
    }

    /// <summary>The indices of each part, ascending: together every sample once.</summary>
    internal (long[] Training, long[] Validation, long[] Test) Divide(long count, IReadOnlyList<long>? labels, bool ownTest)
    {
        ValidateSelf(new RecipePath("split"));
        double testShare = ownTest ? 0 : Test;
        long[][] classes = labels is null
            ? [EpochOrder.Sequence(count)]
            : [.. EpochOrder.Sequence(count).GroupBy(i => labels[(int)i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        long[] free = [.. classes.Select(c => c.LongLength)];
        long[] test = Quotas(classes, testShare, Wanted(count, testShare, nameof(Test)), free);
        long[] validation = Quotas(classes, Validation, Wanted(count, Validation, nameof(Validation)), free);
        if (free.Sum() == 0)
        {
            throw Empty(count, "training", "");
        }

        List<long>[] parts = [[], [], []];
        for (int c = 0; c < classes.Length; c++)
        {
            new SeededRandom(Seed, "split", c).Shuffle(classes[c].AsSpan());
            parts[2].AddRange(classes[c][..(int)test[c]]);
            parts[1].AddRange(classes[c][(int)test[c]..(int)(test[c] + validation[c])]);
            parts[0].AddRange(classes[c][(int)(test[c] + validation[c])..]);
        }

        return (Ascending(parts[0]), Ascending(parts[1]), Ascending(parts[2]));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.WithinHalfOpen(Validation, 0, 1);
        at.WithinHalfOpen(Test, 0, 1);
        at.Require(Validation + Test < 1, $"validation {Validation} and test {Test} leave nothing to train on");
    }

    /// <summary>How many samples each class gives to a part: the share of its size, made whole by largest remainders, out of those still <paramref name="free"/>.</summary>
    private static long[] Quotas(long[][] classes, double share, long wanted, long[] free)
    {
        long[] quota = [.. classes.Select((c, k) => Math.Min((long)(share * c.Length), free[k]))];
        for (long missing = Math.Min(wanted, free.Sum()) - quota.Sum(); missing > 0; missing--)
        {
            int most = -1;
            for (int k = 0; k < quota.Length; k++)
            {
                if (quota[k] < free[k] && (most < 0 || Owed(k) > Owed(most)))
                {
                    most = k;
                }
            }

            quota[most]++;
        }

        for (int k = 0; k < quota.Length; k++)
        {
            free[k] -= quota[k];
        }

        return quota;

        double Owed(int k) => (share * classes[k].Length) - quota[k];
    }

    private static long Wanted(long count, double share, string part)
    {
        long wanted = (long)Math.Round(share * count, MidpointRounding.AwayFromZero);
        return share > 0 && wanted == 0 ? throw Empty(count, part.ToLowerInvariant(), part) : wanted;
    }

    private static RecipeException Empty(long count, string part, string option) =>
        new RecipePath("split").Refusal("empty-part", $"of {count} samples none is left for the {part} part; change its share or give more samples", option);

    private static long[] Ascending(List<long> indices)
    {
        indices.Sort();
        return [.. indices];
    }
}
