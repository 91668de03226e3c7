using Athanor.Activations;
using Athanor.Data.Tasks;
using Athanor.Diagnosis;
using Athanor.Diagnosis.Repairs;
using Athanor.Diagnosis.Treatments;
using Athanor.Initialization;
using Athanor.Losses;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Recording;
using Athanor.Tests.Training;
using Athanor.Training;
using Athanor.Trials;

namespace Athanor.Tests.Clinic;

[Collection(AloneInProcess.Name)]
public sealed class RepairTests
{
    private static readonly Recipe Slow = new()
    {
        Data = new Blobs { Samples = 300 },
        Model = new MlpSpec { Hidden = [16] },
        Loss = new CrossEntropy(),
        Optimizer = new Adam { Lr = 1e-6 },
        Epochs = 6,
    };

    [Fact]
    public async Task The_healed_recipe_is_the_sick_one_with_the_changes_and_nothing_is_found_in_it()
    {
        Repair repair = await Athanor.Diagnosis.Clinic.RepairAsync(Slow, cancellation: TestContext.Current.CancellationToken);

        Assert.True(repair.Healed);
        Assert.Equal(repair.Recipe.Fingerprint(), RecipeChanges.Between(Slow, repair.Recipe)!.With(repair.Changes)!.Fingerprint());
        Assert.True(repair.After < 0.9 * repair.Before);
        Assert.Empty((await Athanor.Diagnosis.Clinic.RepairAsync(repair.Recipe, cancellation: TestContext.Current.CancellationToken)).Tried);
    }

    [Fact]
    public async Task A_change_that_the_healed_recipe_does_not_need_is_taken_back()
    {
        // Relu comes with its initialization; blobs are learned without it.
        Recipe sick = Slow with { Model = new MlpSpec { Hidden = [16, 16], Initialization = new Normal { Std = 3 } }, Optimizer = new Sgd { Lr = 0.05 } };

        Repair repair = await Athanor.Diagnosis.Clinic.RepairAsync(sick, cancellation: TestContext.Current.CancellationToken);

        Assert.True(repair.Healed, repair.Verdict());
        Assert.All(repair.Changes, change => Assert.True(
            repair.Changes.Count == 1 || repair.Tried.Any(attempt => attempt is { Stage: RepairStage.Ablation } && attempt.Without!.EndsWith(change.Path, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Two_diseases_take_two_treatments_each_of_which_does_not_heal_alone()
    {
        Recipe sick = Slow with { Model = new MlpSpec { Hidden = [16], OutputActivation = new Softmax() }, Epochs = 30 };

        Repair repair = await Athanor.Diagnosis.Clinic.RepairAsync(sick, cancellation: TestContext.Current.CancellationToken);

        Assert.True(repair.Healed, repair.Verdict());
        Assert.Equal(2, repair.Treatments.Count);
        Assert.Contains("logits", repair.Treatments);
        Assert.DoesNotContain(repair.Tried, attempt => attempt is { Stage: RepairStage.Single, Healed: true });
        Assert.All(repair.Changes, change => Assert.Contains(repair.Tried, attempt => !attempt.Healed && RecipeChanges.Between(sick, attempt.Recipe)!.All.All(other => other != change)));
    }

    [Fact]
    public async Task What_the_store_holds_finished_is_not_trained_again_and_comes_to_the_same()
    {
        using var store = new MemoryRunStore();
        var options = new RepairOptions { Store = store };
        Repair first = await Athanor.Diagnosis.Clinic.RepairAsync(Slow, options, TestContext.Current.CancellationToken);

        Repair again = await Athanor.Diagnosis.Clinic.RepairAsync(Slow, options, TestContext.Current.CancellationToken);

        Assert.All(again.Tried, attempt => Assert.True(attempt.Reused));
        Assert.Equal(first.Tried.Select(attempt => (attempt.Name, attempt.Healed, attempt.Left, attempt.Reason)), again.Tried.Select(attempt => (attempt.Name, attempt.Healed, attempt.Left, attempt.Reason)));
        Assert.Equal(first.Changes, again.Changes);
        Assert.Contains(store.List(new RunFilter { Kind = RunKind.Trial }), run => store.Findings(run.Id).Any(finding => finding.Symptom == "lr-too-low"));
    }

    [Fact]
    public async Task A_budget_that_is_spent_says_how_much_was_left_untried()
    {
        Repair repair = await Athanor.Diagnosis.Clinic.RepairAsync(Slow, new RepairOptions { Budget = TimeSpan.FromTicks(1) }, TestContext.Current.CancellationToken);

        Assert.False(repair.Healed);
        Assert.True(repair.BudgetSpent);
        Assert.Equal(Slow, repair.Recipe);
        Assert.Contains("budget", repair.Verdict(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_search_throws_and_keeps_what_had_finished()
    {
        using var store = new MemoryRunStore();
        using var cancelled = new CancellationTokenSource();
        var options = new RepairOptions { Store = store, Observer = new CancelsAfterTheFirst(cancelled) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Athanor.Diagnosis.Clinic.RepairAsync(Slow, options, cancelled.Token));

        Assert.Single(store.List(new RunFilter { Kind = RunKind.Trial }), run => run.Status == RunStatus.Completed);
    }

    [Theory]
    [InlineData("no-learning", 1.0, 0.5, "", true)]
    [InlineData("no-learning", 1.0, 0.97, "", false)]
    [InlineData("vanishing-gradient", 0.3, 0.29, "", false)]
    [InlineData("vanishing-gradient", 0.05, 0.06, "", true)]
    [InlineData("vanishing-gradient", 1.0, 0.2, "vanishing-gradient", false)]
    [InlineData("vanishing-gradient", 1.0, 0.2, "overfitting", false)]
    [InlineData("tiny-batch-norm", 0.3, 0.32, "", true)]
    [InlineData("tiny-batch-norm", 0.3, 0.4, "", false)]
    [InlineData("vanishing-gradient", double.PositiveInfinity, 0.9, "", true)]
    public void Healed_is_without_finding_with_nothing_severe_instead_and_better_by_its_own_measure(string symptom, double before, double after, string left, bool healed)
    {
        RunReport report = new() { Status = TrainingStatus.Completed, Steps = 1, Epochs = 1, Parameters = 1, Seconds = 1, Metrics = Losses(before) };
        var healing = new Healing(new DiagnosisResult("", [Found(symptom)], report) { ConstantLoss = 2 });

        string missing = healing.Missing(new TrialResult
        {
            Status = RunStatus.Completed,
            Metrics = Losses(after),
            Findings = left.Length == 0 ? [] : [Found(left).ToRecord()],
        });

        Assert.Equal(healed, missing.Length == 0);
    }

    [Fact]
    public void Every_symptom_that_a_recipe_can_mend_names_treatments_and_every_treatment_is_named()
    {
        string[] beyondRecipes = ["unlearnable-labels", "non-finite-data", "nothing-to-train"];

        Assert.All(Athanor.Diagnosis.Clinic.Codes.Except(beyondRecipes), symptom => Assert.NotEmpty(Remedies.For(symptom)));
        Assert.All(Remedies.All, remedy => Assert.Contains(Athanor.Diagnosis.Clinic.Codes, symptom => Remedies.For(symptom).Contains(remedy)));
    }

    private static Finding Found(string symptom) => new() { Symptom = symptom, Severity = 0.8, Meaning = "" };

    private static SortedDictionary<string, double> Losses(double left) => new(StringComparer.Ordinal) { ["train/loss"] = 2 * left, ["constant/train/loss"] = 2 };

    private sealed class CancelsAfterTheFirst(CancellationTokenSource cancelled) : ITrialObserver
    {
        public void OnTrialEnd(Trial trial, TrialResult result, bool again) => cancelled.Cancel();
    }
}
