using Athanor.Losses;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Tests.Losses;

/// <summary>What holds for every loss of the catalogue, on random inputs and at the edges. A new member is held to it without a change here.</summary>
[Collection(GeneratorCollection.Name)]
public sealed class LossCatalogueTests
{
    /// <summary>Every loss with every kind of input that it takes.</summary>
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach ((string name, LossSpec loss) in LossDraws.Losses)
            {
                foreach (int candidate in LossDraws.Fitting(loss))
                {
                    cases.Add(name, candidate);
                }
            }

            return cases;
        }
    }

    /// <summary>Those whose gradient is that of their value: sMAPE detaches its denominator by definition, see the test of its formula.</summary>
    public static TheoryData<string, int> Differentiable => [.. Cases.Select(row => row.Data).Where(row => LossDraws.Losses[row.Item1] is not SmapeLoss)];

    /// <summary>Those whose terms are of single places; of the others, each a whole sample's, nothing is claimed by place.</summary>
    public static TheoryData<string, int> OfPlaces => [.. Cases.Select(row => row.Data).Where(row => LossDraws.HasTermsOfPlaces(LossDraws.Losses[row.Item1], row.Item2))];

    /// <summary>Those that judge a sample by itself; where others judge it, a weight of 0 can't leave it out.</summary>
    public static TheoryData<string, int> OfSamplesAlone => [.. Cases.Select(row => row.Data).Where(row => LossDraws.Losses[row.Item1] is RmseLoss or { DecomposesOverSamples: true })];

    [Fact]
    public void Every_member_takes_one_of_the_inputs_that_are_drawn() =>
        Assert.All(LossDraws.Losses, loss => Assert.NotEmpty(LossDraws.Fitting(loss.Value)));

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_those_of_central_differences(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[1, 5], Gen.Bool, Gen.Bool).Sample(
            (seed, n, masked, weighted) =>
            {
                using var scope = NewDisposeScope();
                manual_seed(seed);
                Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, n);
                Tensor? mask = masked ? (rand(n) > 0.3).to_type(ScalarType.Float64) : null;
                Tensor? weight = weighted ? rand(n, ScalarType.Float64) : null;
                Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
                loss.Terms(LossDraws.Input(tensors, mask, weight)).Sum.backward();
                foreach ((string leaf, Tensor value) in leaves)
                {
                    Tensor direction = randn_like(value).detach();
                    double At(double h) => Sum(loss, tensors, leaf, (value + (h * direction)).detach(), mask, weight);
                    double slope = ((value.grad ?? zeros_like(value)) * direction).sum().item<double>();
                    double numeric = (At(1e-6) - At(-1e-6)) / 2e-6;
                    if (Math.Abs(numeric - slope) > 2e-5 * (1 + Math.Abs(slope)))
                    {
                        // Only a corner between the two points may differ, and there the slope lies between those of its sides.
                        AssertBetween(At, slope, 1e-6);
                    }
                }
            },
            iter: 12,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_zeros_ties_and_corners_the_gradient_is_finite_and_between_the_slopes_of_both_sides(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[1, 4]).Sample(
            (seed, n) =>
            {
                using var scope = NewDisposeScope();
                manual_seed(seed);
                Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, n);
                bool distribution = candidate == LossDraws.LogProbabilities;
                if (candidate == LossDraws.Positives || distribution)
                {
                    // Rates and log-probabilities: the edge is where prediction and target meet, or a probability is 0.
                    tensors["prediction"] = tensors.TryGetValue("target", out Tensor? same) && Same(same, tensors["prediction"])
                        ? (distribution && !name.Contains("logTarget", StringComparison.Ordinal) ? same.log() : same.clone())
                        : tensors["prediction"];
                }
                else
                {
                    foreach (string leaf in LossDraws.Leaves(tensors).Keys.Where(leaf => leaf != GaussianNll.Variance))
                    {
                        tensors[leaf] = 0.5 * randint(-4, 5, tensors[leaf].shape, ScalarType.Float64);
                    }

                    if (tensors.TryGetValue("target", out Tensor? target) && Same(target, tensors["prediction"]) && Refused(loss, tensors, tensors["prediction"]) is false)
                    {
                        tensors["target"] = tensors["prediction"].clone();
                    }
                }

                Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
                Tensor sum = loss.Terms(LossDraws.Input(tensors)).Sum;
                Assert.False(double.IsNaN(sum.item<double>()), name);
                sum.backward();
                foreach ((string leaf, Tensor value) in leaves)
                {
                    Tensor gradient = value.grad ?? zeros_like(value);
                    Assert.False(gradient.isnan().any().item<bool>(), $"{name}: the gradient of {leaf} is not a number");
                    // A triplet is a difference of norms, whose corners may face each other: there no side bounds the other.
                    // A vector of 0 has no direction: an angle jumps there.
                    bool jumps = loss is EmbeddingLoss && leaves.Values.Any(rows => (rows.abs().amax([-1L]) == 0).any().item<bool>());
                    if (loss is not SmapeLoss and not TripletLoss && !jumps && gradient.isfinite().all().item<bool>())
                    {
                        Tensor direction = randn_like(value).detach();
                        double At(double h) => Sum(loss, tensors, leaf, (value + (h * direction)).detach(), null, null);
                        AssertBetween(At, (gradient * direction).sum().item<double>(), 1e-5);
                    }
                }
            },
            iter: 8,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_masked_sample_adds_nothing_and_gets_no_gradient_whatever_stands_there(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(3);
        const long n = 5;
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, n);
        LossTerms without = loss.Terms(LossDraws.Input(LossDraws.Narrow(tensors, 1, n - 1)));
        Tensor mask = ones(n);
        mask[0] = 0;
        foreach (string field in tensors.Keys.Where(field => field is not DiffusionLoss.AlphaBar and not DiffusionLoss.Timestep).ToArray())
        {
            Tensor holed = tensors[field].clone();
            holed[0] = holed.is_floating_point() ? double.NaN : 99;
            tensors[field] = holed;
        }

        Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
        LossTerms masked = loss.Terms(LossDraws.Input(tensors, mask));
        Assert.Equal(without.Sum.item<double>(), masked.Sum.item<double>(), 1e-9 * (1 + Math.Abs(without.Sum.item<double>())));
        if (!CountsMasked(loss))
        {
            Assert.Equal(without.ReadCount(), masked.ReadCount(), 1e-9);
        }

        masked.Sum.backward();
        foreach ((string leaf, Tensor value) in leaves)
        {
            Tensor gradient = value.grad ?? zeros_like(value);
            Assert.True(gradient.isfinite().all().item<bool>(), $"{name}: gradient of {leaf}");
            Assert.Equal(0, gradient[0].abs().max().item<double>());
        }
    }

    [Theory]
    [MemberData(nameof(OfPlaces))]
    public void A_masked_place_is_as_if_it_were_not_there(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(8);
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 5);
        Tensor places = tensors.GetValueOrDefault("target", tensors["prediction"]);
        string[] byPlace = [.. tensors.Keys.Where(field => field == "prediction" || tensors[field].shape.AsSpan().SequenceEqual(places.shape))];
        var without = new Dictionary<string, Tensor>(tensors, StringComparer.Ordinal);
        foreach (string field in byPlace)
        {
            without[field] = tensors[field].narrow(-1, 1, tensors[field].shape[^1] - 1);
            Tensor holed = tensors[field].clone();
            holed.select(-1, 0).fill_(holed.is_floating_point() ? double.NaN : 99);
            tensors[field] = holed;
        }

        Tensor mask = ones(places.shape);
        mask.select(-1, 0).fill_(0);
        Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
        LossTerms masked = loss.Terms(LossDraws.Input(tensors, mask));
        double expected = loss.Terms(LossDraws.Input(without)).Sum.item<double>();
        Assert.Equal(expected, masked.Sum.item<double>(), 1e-9 * (1 + Math.Abs(expected)));
        masked.Sum.backward();
        foreach (string leaf in byPlace.Where(leaves.ContainsKey))
        {
            Tensor gradient = leaves[leaf].grad ?? zeros_like(leaves[leaf]);
            Assert.True(gradient.isfinite().all().item<bool>(), $"{name}: gradient of {leaf}");
            Assert.Equal(0, gradient.select(-1, 0).abs().max().item<double>());
        }
    }

    [Theory]
    [MemberData(nameof(OfSamplesAlone))]
    public void A_sample_that_weighs_0_gets_no_gradient_whatever_stands_there(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(9);
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 5);
        double without = loss.Terms(LossDraws.Input(LossDraws.Narrow(tensors, 1, 4))).Sum.item<double>();
        Tensor weight = ones(5, ScalarType.Float64);
        weight[0] = 0;
        foreach (string field in tensors.Keys.Where(field => field is not DiffusionLoss.AlphaBar and not DiffusionLoss.Timestep).ToArray())
        {
            Tensor holed = tensors[field].clone();
            holed[0] = holed.is_floating_point() ? double.NaN : 99;
            tensors[field] = holed;
        }

        Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
        Tensor sum = loss.Terms(LossDraws.Input(tensors, null, weight)).Sum;
        Assert.Equal(without, sum.item<double>(), 1e-9 * (1 + Math.Abs(without)));
        sum.backward();
        Assert.All(leaves, leaf => Assert.True((leaf.Value.grad ?? zeros_like(leaf.Value)).isfinite().all().item<bool>(), $"{name}: gradient of {leaf.Key}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_empty_batch_costs_nothing(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 0);
        LossDraws.Leaves(tensors);
        foreach (Tensor? mask in new[] { null, ones(0) })
        {
            Tensor mean = loss.Reduce(LossDraws.Input(tensors, mask), Reduction.Mean);
            Assert.Equal(0, mean.item<double>());
            mean.backward();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_in_memory_makes_no_difference(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(10);
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 5);
        var permuted = tensors.ToDictionary(
            item => item.Key,
            item => item.Value.dim() < 2 ? item.Value : item.Value.transpose(1, -1).transpose(0, 1).contiguous().transpose(0, 1).transpose(1, -1),
            StringComparer.Ordinal);
        double expected = loss.Terms(LossDraws.Input(tensors)).Sum.item<double>();
        Assert.Equal(expected, loss.Terms(LossDraws.Input(permuted)).Sum.item<double>(), 1e-9 * (1 + Math.Abs(expected)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Where_all_is_masked_loss_count_and_gradient_are_0_and_so_is_the_mean(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(4);
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 4);
        Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
        LossInput input = LossDraws.Input(tensors, zeros(4));
        LossTerms terms = loss.Terms(input);
        Assert.Equal(0, terms.Sum.item<double>());
        if (!CountsMasked(loss))
        {
            Assert.Equal(0, terms.ReadCount());
        }

        Tensor mean = loss.Reduce(input, Reduction.Mean) + loss.Reduce(input, Reduction.BatchMean);
        Assert.Equal(0, mean.item<double>());
        mean.backward();
        Assert.All(leaves, leaf => Assert.Equal(0, (leaf.Value.grad ?? zeros_like(leaf.Value)).abs().max().item<double>()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Huge_values_give_no_NaN(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        foreach ((ScalarType type, double size) in new[] { (ScalarType.Float32, 1e4), (ScalarType.Float64, 1e30) })
        {
            using var scope = NewDisposeScope();
            manual_seed(5);
            Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 6);
            foreach (string leaf in LossDraws.Leaves(tensors).Keys)
            {
                Tensor huge = tensors[leaf].detach().sign() * size;
                tensors[leaf] = candidate switch { LossDraws.Positives => huge.abs(), _ when leaf == GaussianNll.Variance => huge.abs(), LossDraws.LogProbabilities => -huge.abs(), _ => huge };
            }

            foreach (string field in tensors.Keys.Where(field => tensors[field].is_floating_point()).ToArray())
            {
                tensors[field] = tensors[field].detach().to_type(type);
            }

            Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
            Tensor sum = loss.Terms(LossDraws.Input(tensors)).Sum;
            Assert.False(sum.isnan().item<bool>(), $"{name}: the loss at {LossDraws.Text(size)} in {type}");
            sum.backward();
            Assert.All(leaves, leaf => Assert.False((leaf.Value.grad ?? zeros_like(leaf.Value)).isnan().any().item<bool>(), $"{name}: the gradient of {leaf.Key} at {LossDraws.Text(size)} in {type}"));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Terms_and_counts_add_up_over_batches_unless_the_loss_says_that_they_do_not(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(6);
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 7);
        Tensor weight = rand(7, ScalarType.Float64);
        LossTerms Of(long start, long length) => loss.Terms(LossDraws.Input(LossDraws.Narrow(tensors, start, length), null, weight.narrow(0, start, length)));
        (LossTerms whole, LossTerms first, LossTerms second) = (Of(0, 7), Of(0, 3), Of(3, 4));
        double apart = Math.Abs(whole.Sum.item<double>() - first.Sum.item<double>() - second.Sum.item<double>());
        if (loss.DecomposesOverSamples)
        {
            Assert.Equal(whole.ReadCount(), first.ReadCount() + second.ReadCount(), 1e-9);
            Assert.True(apart <= 1e-9 * (1 + Math.Abs(whole.Sum.item<double>())), $"{name}: {LossDraws.Text(apart)}");
        }
        else
        {
            Assert.True(apart > 1e-6, $"{name} says that a batch is not the sum of its samples, but it is");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reductions_agree_with_each_other_and_parts_add_up(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var scope = NewDisposeScope();
        manual_seed(7);
        LossInput input = LossDraws.Input(LossDraws.Draw(loss, candidate, 5));
        LossTerms terms = loss.Terms(input);
        double sum = loss.Reduce(input, Reduction.Sum).item<double>();
        Assert.Equal(sum, loss.Reduce(input, Reduction.None).sum().item<double>(), 1e-9 * (1 + Math.Abs(sum)));
        Assert.Equal(sum, loss.Reduce(input, Reduction.Mean).item<double>() * terms.ReadCount(), 1e-9 * (1 + Math.Abs(sum)));
        Assert.Equal(sum, loss.Reduce(input, Reduction.BatchMean).item<double>() * 5, 1e-9 * (1 + Math.Abs(sum)));
        if (terms.Parts.Count > 0)
        {
            Assert.Equal(sum, terms.Parts.Values.Sum(part => part.Scale * part.Sum.item<double>()), 1e-9 * (1 + Math.Abs(sum)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Terms_leave_nothing_behind(string name, int candidate)
    {
        LossSpec loss = LossDraws.Losses[name];
        using var outer = NewDisposeScope();
        Dictionary<string, Tensor> tensors = LossDraws.Draw(loss, candidate, 4);
        Dictionary<string, Tensor> leaves = LossDraws.Leaves(tensors);
        Tensor mask = ones(4);
        void Evaluate()
        {
            using var scope = NewDisposeScope();
            loss.Terms(LossDraws.Input(tensors, mask)).Sum.backward();
            Assert.NotEmpty(leaves);
        }

        Evaluate();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Evaluate();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static bool CountsMasked(LossSpec loss) => loss is MapeLoss or SmapeLoss or MaseLoss;

    private static bool Same(Tensor one, Tensor other) => one.shape.AsSpan().SequenceEqual(other.shape) && one.is_floating_point();

    private static bool Refused(LossSpec loss, Dictionary<string, Tensor> tensors, Tensor target)
    {
        try
        {
            return double.IsNaN(loss.Reduce(LossDraws.Input(new Dictionary<string, Tensor>(tensors, StringComparer.Ordinal) { ["target"] = target }), Reduction.Sum).item<double>());
        }
        catch (Athanor.Specs.RecipeException)
        {
            return true;
        }
    }

    private static double Sum(LossSpec loss, Dictionary<string, Tensor> tensors, string leaf, Tensor value, Tensor? mask, Tensor? weight)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        return loss.Terms(LossDraws.Input(new Dictionary<string, Tensor>(tensors, StringComparer.Ordinal) { [leaf] = value }, mask, weight)).Sum.item<double>();
    }

    /// <summary>Fails unless <paramref name="slope"/> is between the slopes of <paramref name="at"/> on either side of 0.</summary>
    private static void AssertBetween(Func<double, double> at, double slope, double step)
    {
        double here = at(0);
        (double left, double right) = ((here - at(-step)) / step, (at(step) - here) / step);
        double tolerance = 1e-3 * (1 + Math.Abs(left) + Math.Abs(right));
        Assert.True(
            slope >= Math.Min(left, right) - tolerance && slope <= Math.Max(left, right) + tolerance,
            $"the gradient is {LossDraws.Text(slope)}; the slopes are {LossDraws.Text(left)} and {LossDraws.Text(right)}");
    }
}
