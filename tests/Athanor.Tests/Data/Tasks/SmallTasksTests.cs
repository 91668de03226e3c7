using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Specs;
using CsCheck;
using static TorchSharp.torch;

namespace Athanor.Tests.Data.Tasks;

public class SmallTasksTests
{
    public static TheoryData<string, string> Goldens => new()
    {
        { nameof(Blobs), "639BBC91525AB071" },
        { nameof(Circles), "2FB46D0B650CB90C" },
        { nameof(Spirals), "7E3AD41080120F9C" },
        { nameof(Adding), "D88B44094DE61BAF" },
        { "ragged", "4B6A47C537CA7C8A" },
        { nameof(Airline), "9155FF0DF6AEB241" },
    };

    [Fact]
    public void Waves_have_outliers_outside_the_test_part_only_and_are_the_same_surface_without()
    {
        using DataSource clean = new Waves { Samples = 400, OutlierSize = 7 }.Load(DataFixtures.Context);
        using DataSource moved = new Waves { Samples = 400, Outliers = 0.2, OutlierSize = 7 }.Load(DataFixtures.Context);
        using var scope = NewDisposeScope();
        Tensor all = arange(400, ScalarType.Int64);
        Tensor difference = moved.Samples.Gather(all).Target - clean.Samples.Gather(all).Target;
        Tensor shifted = difference > 3.5;
        Assert.InRange(shifted.sum().item<long>(), 50, 110);
        Assert.True((difference - (7 * shifted.to_type(ScalarType.Float32))).abs().max().item<float>() < 1e-5);
        Assert.Equal(200, moved.Test!.Count);
        Assert.Equal(TaskFixtures.Hash(clean.Test!), TaskFixtures.Hash(moved.Test));
        Batch test = clean.Test!.Gather(arange(200, ScalarType.Int64));
        Tensor surface = (Math.PI * test.Inputs[.., 0]).sin() + ((Math.PI * test.Inputs[.., 1]).cos() / 2);
        Assert.InRange((test.Target.squeeze(1) - surface).std().item<float>(), 0.08f, 0.12f);
    }

    [Fact]
    public void Circles_out_of_balance_have_one_inner_sample_among_so_many_outer_ones()
    {
        using DataSource source = new Circles { Samples = 200, Imbalance = 19 }.Load(DataFixtures.Context);
        using var scope = NewDisposeScope();
        Assert.Equal(10, source.Samples.Gather(arange(200, ScalarType.Int64)).Target.sum().item<float>());
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void The_samples_never_change(string task, string hash)
    {
        using DataSource source = Spec(task, samples: 100, seed: 0).Load(DataFixtures.Context);
        Assert.Equal(hash, TaskFixtures.Hash(source.Samples));
    }

    [Theory]
    [InlineData(nameof(Blobs))]
    [InlineData(nameof(Circles))]
    [InlineData(nameof(Spirals))]
    [InlineData(nameof(Adding))]
    [InlineData("ragged")]
    public void A_larger_set_begins_with_the_smaller_and_another_seed_gives_another(string task)
    {
        using DataSource small = Spec(task, samples: 20, seed: 3).Load(DataFixtures.Context);
        using DataSource large = Spec(task, samples: 50, seed: 3).Load(DataFixtures.Context);
        using DataSource other = Spec(task, samples: 20, seed: 4).Load(DataFixtures.Context);
        Assert.Equal(TaskFixtures.Hash(small.Samples), TaskFixtures.Hash(large.Samples, first: 20));
        Assert.NotEqual(TaskFixtures.Hash(small.Samples), TaskFixtures.Hash(other.Samples));
    }

    [Theory]
    [InlineData(nameof(Blobs), 1000)]
    [InlineData(nameof(Circles), 1000)]
    [InlineData(nameof(Spirals), 1000)]
    [InlineData(nameof(Adding), 10_000)]
    [InlineData(nameof(Airline), 108)]
    [InlineData(nameof(StrokeDigits), 4000)]
    public void Defaults_load_with_the_shapes_that_the_task_states_and_leave_no_tensor(string task, int samples)
    {
        long alive = DataFixtures.Alive;
        using (NewDisposeScope())
        using (DataSource source = Default(task).Load(DataFixtures.Context))
        {
            Assert.Equal(samples, source.Samples.Count);
            Batch all = source.Samples.Gather(arange(samples, ScalarType.Int64));
            Assert.Equal([samples, .. source.Task.InputShape], all.Inputs.shape);
            Assert.Equal(ScalarType.Float32, all.Inputs.dtype);
            if (source.Task.Kind == TaskKind.MultiClass)
            {
                Assert.Equal((ScalarType.Int64, 1), (all.Target.dtype, all.Target.shape.Length));
                Assert.Equal(source.Task.Outputs - 1, all.Target.max().item<long>());
            }
            else
            {
                Assert.Equal(ScalarType.Float32, all.Target.dtype);
                Assert.Equal([samples, source.Task.Outputs], all.Target.shape);
            }
        }

        Assert.Equal(alive, DataFixtures.Alive);
    }

    [Fact]
    public void Blobs_stand_around_their_centres_with_the_stated_deviation()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Blobs { Samples = 8000, Classes = 4, Features = 3, Radius = 5, Deviation = 0.5 }.Load(DataFixtures.Context);
        Batch all = source.Samples.Gather(arange(8000, ScalarType.Int64));
        double[][] centres = [[5, 0, 0], [0, 5, 0], [-5, 0, 0], [0, -5, 0]];
        for (int c = 0; c < 4; c++)
        {
            Tensor members = all.Inputs[all.Target == c];
            Assert.Equal(2000, members.shape[0]);
            for (int f = 0; f < 3; f++)
            {
                Assert.Equal(centres[c][f], members.select(1, f).mean().item<float>(), 0.05);
                Assert.Equal(0.5, members.select(1, f).std().item<float>(), 0.05);
            }
        }
    }

    [Fact]
    public void Circles_without_noise_have_the_stated_radii()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Circles { Samples = 200, Noise = 0, Factor = 0.3 }.Load(DataFixtures.Context);
        Batch all = source.Samples.Gather(arange(200, ScalarType.Int64));
        float[] radii = [.. all.Inputs.square().sum(1).sqrt().data<float>()];
        float[] inner = [.. all.Target.data<float>()];
        Assert.All(radii.Zip(inner), p => Assert.Equal(p.Second == 1 ? 0.3 : 1, p.First, 1e-6));
        Assert.Equal(100, inner.Sum());
    }

    [Fact]
    public void Spirals_without_noise_lie_on_their_arms()
    {
        using IDisposable scope = NewDisposeScope();
        var spec = new Spirals { Samples = 300, Noise = 0, Arms = 3 };
        using DataSource source = spec.Load(DataFixtures.Context);
        Batch all = source.Samples.Gather(arange(300, ScalarType.Int64));
        float[] points = [.. all.Inputs.data<float>()];
        for (int i = 0; i < 300; i++)
        {
            double radius = Math.Sqrt((points[2 * i] * points[2 * i]) + (points[(2 * i) + 1] * points[(2 * i) + 1]));
            double angle = 2 * Math.PI * ((spec.Turns * radius) + ((i % 3) / 3.0));
            Assert.Equal(radius * Math.Cos(angle), points[2 * i], 1e-5);
            Assert.Equal(radius * Math.Sin(angle), points[(2 * i) + 1], 1e-5);
        }
    }

    [Fact]
    public void In_the_adding_problem_the_target_is_the_sum_of_the_marked_numbers_one_in_each_half() =>
        Gen.Select(Gen.Int[2, 30], Gen.Bool, Gen.Long).Sample((length, ragged, seed) =>
        {
            using IDisposable scope = NewDisposeScope();
            using DataSource source = new Adding { Samples = 20, Length = length, Ragged = ragged, Seed = seed }.Load(DataFixtures.Context);
            Batch all = source.Samples.Gather(arange(20, ScalarType.Int64));
            float[] steps = [.. all.Inputs.data<float>()];
            float[] sums = [.. all.Target.data<float>()];
            long[] lengths = ragged ? [.. all.Lengths!.data<long>()] : [.. Enumerable.Repeat((long)length, 20)];
            for (int i = 0; i < 20; i++)
            {
                (float Value, float Marker)[] sequence = [.. Enumerable.Range(0, length).Select(t => (steps[2 * ((i * length) + t)], steps[(2 * ((i * length) + t)) + 1]))];
                int end = (int)lengths[i];
                Assert.InRange(end, Math.Min(2, length), length);
                Assert.Equal(1, sequence[..(end / 2)].Sum(s => s.Marker));
                Assert.Equal(1, sequence[(end / 2)..end].Sum(s => s.Marker));
                Assert.Equal(sums[i], sequence.Sum(s => s.Value * s.Marker), 1e-6);
                Assert.All(sequence[end..], s => Assert.Equal((0f, 0f), s));
            }
        });

    [Fact]
    public void In_the_adding_problem_predicting_one_costs_a_sixth()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Adding { Samples = 100_000, Length = 2 }.Load(DataFixtures.Context);
        Tensor target = source.Samples.Gather(arange(100_000, ScalarType.Int64)).Target.to_type(ScalarType.Float64);

        // The squared error's own deviation is 0.197, so the mean of 100,000 has a standard error of 0.0006.
        Assert.Equal(1.0 / 6, (target - 1).square().mean().item<double>(), 0.003);
    }

    [Fact]
    public void Ragged_lengths_reach_from_half_the_length_to_all_of_it()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Adding { Samples = 2000, Length = 11, Ragged = true }.Load(DataFixtures.Context);
        long[] lengths = [.. source.Samples.Gather(arange(2000, ScalarType.Int64)).Lengths!.data<long>()];
        Assert.Equal([6, 7, 8, 9, 10, 11], lengths.Distinct().Order());
    }

    [Fact]
    public void The_airline_series_is_box_and_jenkins_s()
    {
        // As published: mean 280.2986, standard deviation 119.9663 (n − 1), from 104 to 622, the peak in July 1960.
        IReadOnlyList<int> totals = Airline.MonthlyTotals;
        Assert.Equal(144, totals.Count);
        double mean = totals.Average();
        Assert.Equal(280.2986, mean, 1e-4);
        Assert.Equal(119.9663, Math.Sqrt(totals.Sum(x => (x - mean) * (x - mean)) / 143), 1e-4);
        Assert.Equal((104, 622, 622), (totals.Min(), totals.Max(), totals[^6]));
    }

    [Fact]
    public void An_airline_window_is_followed_by_its_target_and_the_last_months_test()
    {
        using IDisposable scope = NewDisposeScope();
        using DataSource source = new Airline { Window = 3, TestMonths = 10 }.Load(DataFixtures.Context);
        Batch first = source.Samples.Gather(tensor([0L]));
        Assert.Equal([1.12f, 1.18f, 1.32f], first.Inputs.data<float>());
        Assert.Equal([1.29f], first.Target.data<float>());
        Assert.Equal((131, 10), (source.Samples.Count, source.Test!.Count));
        Batch last = source.Test.Gather(tensor([9L]));
        Assert.Equal([5.08f, 4.61f, 3.90f], last.Inputs.data<float>());
        Assert.Equal([4.32f], last.Target.data<float>());
    }

    [Theory]
    [InlineData("data.airline: of 144 months a window of 100 and 44 to test leave nothing to train on")]
    public void An_airline_window_that_leaves_nothing_is_refused(string message) =>
        Refused(new Airline { Window = 100, TestMonths = 44 }, message);

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new Blobs { Classes = 1 }, "data.blobs.classes: 1 is less than 2");
        Refused(new Blobs { Radius = 0 }, "data.blobs.radius: 0 is not greater than 0");
        Refused(new Circles { Factor = 1 }, "data.circles.factor: 1 is not within (0, 1)");
        Refused(new Spirals { Arms = 0 }, "data.spirals.arms: 0 is less than 2");
        Refused(new Spirals { Turns = double.NaN }, "data.spirals.turns: NaN is not within (0, 100]");
        Refused(new Adding { Length = 1 }, "data.adding.length: 1 is less than 2");
        Refused(new Adding { Samples = -5 }, "data.adding.samples: -5 is less than 1");
        Refused(new StrokeDigits { Difficulty = -1 }, "data.stroke-digits.difficulty: -1 is below 0");
    }

    private static void Refused(DataSpec spec, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => spec.Load(DataFixtures.Context)).Message);

    private static DataSpec Default(string task) => task switch
    {
        nameof(Blobs) => new Blobs(),
        nameof(Circles) => new Circles(),
        nameof(Spirals) => new Spirals(),
        nameof(Adding) => new Adding(),
        nameof(StrokeDigits) => new StrokeDigits(),
        nameof(Airline) => new Airline(),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "unknown task"),
    };

    private static DataSpec Spec(string task, int samples, long seed) => task == "ragged"
        ? new Adding { Samples = samples, Seed = seed, Ragged = true }
        : Default(task) is GeneratedTask generated ? generated with { Samples = samples, Seed = seed } : Default(task);
}
