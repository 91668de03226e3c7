using Athanor.Optimization;
using Athanor.Specs;

namespace Athanor.Tests.Optimization;

public sealed class ScheduleTests
{
    public static TheoryData<ScheduleSpec> Schedules =>
    [
        new ConstantSchedule(), new StepSchedule(), new MultiStepSchedule(), new ExponentialSchedule(), new LinearSchedule(), new PolynomialSchedule(), new CosineSchedule(),
        new CosineWarmRestartsSchedule(), new CosineWarmRestartsSchedule { TMult = 2 }, new OneCycleSchedule(), new OneCycleSchedule { ThreePhase = true, AnnealStrategy = AnnealStrategy.Linear },
        new InverseSquareRootSchedule(), new WarmupSchedule { Then = new CosineSchedule() }, new ReduceOnPlateauSchedule(),
    ];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void With_defaults_every_rate_of_every_run_lies_between_nothing_and_the_learning_rate(ScheduleSpec schedule)
    {
        foreach (long total in (long[])[1, 2, 3, 7, 1000])
        {
            for (long step = 0; step < total + 5; step++)
            {
                double rate = schedule.LearningRate(step, 0.5, total);
                Assert.True(rate is >= 0 and <= 0.5 + 1e-12, $"{rate} at {step} of {total}");
            }
        }
    }

    [Fact]
    public void Without_a_length_of_its_own_a_cosine_ends_with_the_run()
    {
        var schedule = new CosineSchedule { MinLr = 0.01 };
        Assert.Equal(0.01, schedule.LearningRate(500, 0.1, 500), 12);
        Assert.Equal(0.01, schedule.LearningRate(900, 0.1, 500), 12);
        Assert.Equal(0.055, schedule.LearningRate(250, 0.1, 500), 12);
    }

    [Fact]
    public void Warmup_stands_in_front_of_a_plateau_too()
    {
        var schedule = new WarmupSchedule { WarmupSteps = 4, StartFactor = 0, Then = new ReduceOnPlateauSchedule { Patience = 0, Factor = 0.5 } };
        ScheduleFeedback feedback = schedule.NewFeedback(0.1)!;
        Assert.Equal("validation/loss", feedback.Metric);
        feedback.Observe(1);
        feedback.Observe(2);
        Assert.Equal(0.025, schedule.LearningRate(2, feedback.Lr, 100), 12);
        Assert.Equal(0.05, schedule.LearningRate(10, feedback.Lr, 100), 12);
    }

    [Fact]
    public void A_schedule_is_read_from_a_document_with_its_own_schedule_inside()
    {
        ScheduleSpec schedule = SpecReader.Read<ScheduleSpec>(DocumentReader.Parse("warmup: { warmupSteps: 10, then: { one-cycle: { annealStrategy: linear } } }"));
        Assert.Equal(new WarmupSchedule { WarmupSteps = 10, Then = new OneCycleSchedule { AnnealStrategy = AnnealStrategy.Linear } }, schedule);
    }

    [Theory]
    [InlineData("step: { stepSize: 0 }", "step.stepSize")]
    [InlineData("multi-step: { milestones: [-1] }", "multi-step.milestones")]
    [InlineData("one-cycle: { threePhase: true, pctStart: 0.6 }", "one-cycle.pctStart")]
    [InlineData("warmup: { then: { cosine: { totalSteps: 0 } } }", "warmup.then.cosine.totalSteps")]
    [InlineData("reduce-on-plateau: { factor: 1 }", "reduce-on-plateau.factor")]
    public void Options_out_of_range_are_refused_by_their_place(string document, string place)
    {
        var refusal = Assert.Throws<RecipeException>(() => SpecReader.Read<ScheduleSpec>(DocumentReader.Parse(document)));
        Assert.Equal(place, refusal.Path);
    }
}
