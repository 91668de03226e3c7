using System.Text.Json.Nodes;
using Athanor.Activations;
using Athanor.Data;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Studies;

namespace Athanor.Tests.Studies;

public sealed class AblationStudyTests
{
    [Fact]
    public void A_variant_that_lacks_what_it_requires_does_not_exist()
    {
        StudyPlan plan = SampleStudy.InCode.Plan(seeds: 3);

        Assert.Equal(["A (baseline)", "A+relu", "A+batchNorm", "A+relu+batchNorm+deeper (final)"], plan.Variants.Select(variant => variant.Label));
        Assert.Equal(12, plan.Trials.Count);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], plan.Trials.Select(trial => trial.Recipe.Seed));
        Assert.Equal("small/relu/2", plan.Trials[9].Name);
    }

    [Theory]
    [InlineData(StudyDesign.LeaveOneOut, "relu+batchNorm+deeper", "batchNorm", "relu+deeper", "relu+batchNorm")]
    [InlineData(StudyDesign.Cumulative, "baseline", "relu", "relu+batchNorm", "relu+batchNorm+deeper")]
    [InlineData(StudyDesign.Factorial, "baseline", "relu", "batchNorm", "relu+batchNorm", "relu+deeper", "relu+batchNorm+deeper")]
    public void A_design_decides_which_variants_are_trained(StudyDesign design, params string[] names) =>
        Assert.Equal(names, SampleStudy.InCode.Design(design).Plan().Variants.Select(variant => variant.Key.Name));

    [Fact]
    public void Several_designs_share_their_variants()
    {
        StudyPlan plan = SampleStudy.InCode.Design(StudyDesign.Cumulative, StudyDesign.Factorial).Plan();

        Assert.Equal(6, plan.Variants.Count);
        Assert.Equal(plan.Trials.Count, plan.Trials.Select(trial => trial.Key).Distinct().Count());
    }

    [Fact]
    public void A_study_in_code_and_the_same_study_in_a_document_have_the_same_trials()
    {
        StudyPlan code = SampleStudy.InCode.Design(StudyDesign.Factorial).Plan(seeds: 2);
        StudyPlan document = SampleStudy.FromYaml(SampleStudy.Yaml + "design: factorial\nseeds: 2\n").Plan();

        Assert.Equal(code.Trials.Select(trial => (trial.Variant, trial.Recipe.Fingerprint(), trial.Key)), document.Trials.Select(trial => (trial.Variant, trial.Recipe.Fingerprint(), trial.Key)));
        Assert.Equal(code.Variants, document.Variants);
    }

    [Fact]
    public void The_patch_of_a_component_in_code_is_the_difference_of_the_two_documents()
    {
        StudyPlan plan = SampleStudy.InCode.Plan();

        Assert.Equal(
            ["""{"model":{"mlp":{"activation":"relu"}}}""", """{"model":{"mlp":{"normalization":"batch"}}}""", """{"model":{"mlp":{"hidden":[8,8]}}}"""],
            plan.Changes.Select(entry => entry.Change.ToJsonString()));
    }

    [Fact]
    public void A_component_comes_after_those_it_requires_wherever_it_was_declared()
    {
        AblationStudy study = new AblationStudy("order", SampleStudy.Baseline)
            .Component("deeper", r => r.WithModel<MlpSpec>(m => m with { Hidden = [.. m.Hidden, 4] }), requires: ["wide"])
            .Component("wide", r => r.WithModel<MlpSpec>(m => m with { Hidden = [16] }));

        StudyVariant full = study.Plan().Variants[^1];
        Assert.Equal(("deeper+wide", new MlpSpec { Hidden = [16, 4], Activation = new Sigmoid() }), (full.Key.Name, full.Recipe.Model));
    }

    [Fact]
    public void Two_components_that_contradict_each_other_are_refused_in_one_variant()
    {
        AblationStudy study = new AblationStudy("contradiction", SampleStudy.Baseline)
            .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
            .Component("tanh", r => r.WithModel<MlpSpec>(m => m with { Activation = new Tanh() }));
        RecipeException refusal = Assert.Throws<RecipeException>(() => study.Plan());

        Assert.Equal(
            "components.tanh: sets model.mlp.activation to tanh, and relu sets it to relu; let one require the other, or keep them out of one variant",
            refusal.Message);
    }

    [Fact]
    public void A_contradiction_is_an_order_where_one_requires_the_other()
    {
        AblationStudy study = new AblationStudy("order", SampleStudy.Baseline)
            .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
            .Component("middle", r => r with { Clipping = new ClipByNorm() }, requires: ["relu"])
            .Component("tanh", r => r.WithModel<MlpSpec>(m => m with { Activation = new Tanh() }), requires: ["middle"]);

        Assert.Equal(new Tanh(), ((MlpSpec)study.Plan().Variants[^1].Recipe.Model).Activation);
    }

    [Fact]
    public void Components_that_agree_may_stand_in_one_variant()
    {
        AblationStudy study = new AblationStudy("agreement", SampleStudy.Baseline)
            .Component("one", r => r with { Clipping = new ClipByNorm { MaxNorm = 2 } })
            .Component("two", r => r with { Clipping = new ClipByNorm { MaxNorm = 2 }, Regularization = new L2() });

        Assert.Equal(4, study.Plan().Variants.Count);
    }

    [Fact]
    public void A_component_that_changes_nothing_is_refused() => Assert.Equal(
        "components.same: changes nothing: what it sets is what the recipe (with what it requires) says already",
        Assert.Throws<RecipeException>(() => new AblationStudy("s", SampleStudy.Baseline).Component("same", r => r with { Epochs = 2 }).Plan()).Message);

    [Fact]
    public void Nothing_is_judged_on_the_baseline_with_what_the_component_requires()
    {
        AblationStudy study = new AblationStudy("s", SampleStudy.Baseline)
            .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
            .Component("back", r => r.WithModel<MlpSpec>(m => m with { Activation = new Sigmoid() }), requires: ["relu"]);

        Assert.Equal(SampleStudy.Baseline.Model, study.Plan().Variants[^1].Recipe.Model);
        Assert.Equal("components.back", Assert.Throws<RecipeException>(() => new AblationStudy("s", SampleStudy.Baseline)
            .Component("relu", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }))
            .Component("back", r => r.WithModel<MlpSpec>(m => m with { Activation = new ReLU() }), requires: ["relu"]).Plan()).Path);
    }

    [Fact]
    public void A_change_that_makes_no_sense_is_named_by_its_component() => Assert.Equal(
        "components.cnn: model: the model is a MlpSpec, not a ConvNetSpec",
        Assert.Throws<RecipeException>(() => new AblationStudy("s", SampleStudy.Baseline).Component("cnn", r => r.WithModel<ConvNetSpec>(m => m)).Plan()).Message);

    [Theory]
    [InlineData("duplicate-name", "components.a: two components are named 'a'; rename one", "a", "a")]
    [InlineData("unknown-requirement", "components.a.requires[0]: no component 'bb'; did you mean 'b'?", "a:bb", "b")]
    [InlineData("cycle", "components.a.requires: 'a' requires itself (a → b → a); break the cycle", "a:b", "b:a")]
    public void Components_that_make_no_sense_are_refused(string code, string message, params string[] declarations)
    {
        AblationStudy study = StudyGen.Parse(declarations).Aggregate(
            new AblationStudy("s", SampleStudy.Baseline), (made, component) => made.Component(component.Name, r => r with { Epochs = r.Epochs + 1 }, component.Requires));
        RecipeException refusal = Assert.Throws<RecipeException>(() => study.Plan());

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void Only_some_variants_can_be_asked_for_by_name()
    {
        StudyPlan plan = SampleStudy.InCode.Plan(only: ["relu", "baseline"]);

        Assert.Equal(["baseline", "relu"], plan.Variants.Select(variant => variant.Key.Name));
        Assert.Contains("did you mean 'relu'?", Assert.Throws<RecipeException>(() => SampleStudy.InCode.Plan(only: ["rellu"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test/acuracy", "metrics[1]: no metric 'test/acuracy'; did you mean 'test/accuracy'?; the recipe gives ")]
    [InlineData("accuracy", "metrics[1]: no metric 'accuracy'")]
    public void A_metric_that_nobody_measures_is_refused_before_training(string metric, string message) => Assert.StartsWith(
        message, Assert.Throws<RecipeException>(() => SampleStudy.InCode.Plan(metrics: ["test/loss", metric])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(5, "5 seeds cannot give a verdict: 3 comparisons at 0.05 need 7 seeds (--seeds 7)")]
    [InlineData(1, "1 seed cannot give a verdict: 3 comparisons at 0.05 need 7 seeds (--seeds 7)")]
    [InlineData(7, "7 seeds can give a verdict on 3 comparisons (at least 7 are needed at 0.05)")]
    public void A_plan_says_how_many_seeds_a_verdict_needs(int seeds, string sentence) => Assert.Equal(sentence, SampleStudy.InCode.Plan(seeds: seeds).Verdict());

    [Fact]
    public void Seven_comparisons_need_nine_seeds() => Assert.Equal(9, SampleStudy.Of("a", "b", "c", "d", "e", "f").Plan().SeedsForVerdict);

    [Fact]
    public void A_changed_design_keeps_the_document_s_level_and_confidence()
    {
        StudyPlan plan = SampleStudy.FromYaml(SampleStudy.Yaml + "alpha: 0.1\nconfidence: 0.9\n").Design(StudyDesign.Factorial).Plan();

        Assert.Equal((0.1, 0.9), (plan.Alpha, plan.Confidence));
    }

    [Fact]
    public void A_document_reads_one_or_many_by_either_name()
    {
        StudyDocument one = SampleStudy.Document(SampleStudy.Yaml + "design: factorial\nmetric: test/loss\nseeds: [3, 1]\n");
        StudyDocument many = SampleStudy.Document(SampleStudy.Yaml + "design: [factorial]\nmetrics: [test/loss]\nseeds: [3, 1]\n");

        Assert.Equal(one, many);
        Assert.Equal(([3, 1], ["test/loss"], new FactorialDesign()), (one.Seeds, one.Metrics!, one.Design[0]));
        Assert.Equal(["relu", "batchNorm", "deeper"], one.Components.Keys);
        Assert.Equal(one, SampleStudy.Document(SpecWriter.ToYaml(one)));
    }

    [Theory]
    [InlineData("components:\n  deeper: { patch: { epochs: 3 }, requires: [rellu] }\n  relu: { patch: { seed: 3 } }", "components.deeper.requires[0]: no component 'rellu'; did you mean 'relu'?")]
    [InlineData("components:\n  wide: { patch: { model: { mlp: { hiden: [9] } } } }", "components.wide.patch.model.mlp.hiden: unknown key; did you mean 'hidden'?")]
    [InlineData("components:\n  same: { patch: { epochs: 2 } }", "components.same: changes nothing: what it sets is what the recipe (with what it requires) says already")]
    [InlineData("components:\n  luck: { patch: { seed: 3 } }", "components.luck: changes nothing that a study compares: the study sets the seed itself, and run: only watches")]
    [InlineData("components:\n  often: { patch: { run: { recordEverySteps: 9 } } }", "components.often: changes nothing that a study compares: the study sets the seed itself, and run: only watches")]
    [InlineData("components:\n  a+b: { patch: { epochs: 3 } }", "components.a+b: 'a+b' can't name a component: variants are called baseline, or by their components with + between them")]
    [InlineData("components:\n  baseline: { patch: { epochs: 3 } }", "components.baseline: 'baseline' can't name a component: variants are called baseline, or by their components with + between them")]
    [InlineData("components: {}", "components: a study needs a component at least")]
    public void A_document_s_mistake_is_named_by_its_place(string components, string message)
    {
        string yaml = SampleStudy.Yaml[..SampleStudy.Yaml.IndexOf("components:", StringComparison.Ordinal)] + components;
        Assert.Equal(message, Assert.Throws<RecipeException>(() => SampleStudy.FromYaml(yaml).Plan()).Message);
    }

    [Fact]
    public void A_component_s_budget_replaces_the_recipe_s()
    {
        string yaml = SampleStudy.Yaml + "  quick: { patch: { steps: 5 } }\n";
        StudyVariant quick = SampleStudy.FromYaml(yaml).Plan(only: ["quick"]).Variants[0];

        Assert.Equal((null, 5), (quick.Recipe.Epochs, quick.Recipe.Steps));
    }

    [Fact]
    public void A_design_may_name_the_components_that_it_crosses()
    {
        StudyPlan plan = SampleStudy.FromYaml(SampleStudy.Yaml + "design: [additive, { factorial: { of: [relu, batchNorm] } }]\n").Plan();

        Assert.Equal(["baseline", "relu", "batchNorm", "relu+batchNorm+deeper", "relu+batchNorm"], plan.Variants.Select(variant => variant.Key.Name));
    }

    [Fact]
    public void Variants_hold_the_document_s_context()
    {
        StudyPlan plan = AblationStudy.Of(SampleStudy.Document(SampleStudy.Yaml), new DataContext("/somewhere")).Plan();

        Assert.All(plan.Trials, trial => Assert.Equal("/somewhere", trial.Context.BaseFolder));
        Assert.IsType<JsonObject>(plan.Changes[0].Change);
    }
}
