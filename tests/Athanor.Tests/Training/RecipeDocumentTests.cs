using System.Text.Json.Nodes;
using Athanor.Data;
using Athanor.Data.Tasks;
using Athanor.Losses;
using Athanor.Metrics;
using Athanor.Models;
using Athanor.Optimization;
using Athanor.Specs;
using Athanor.Training;
using CsCheck;

namespace Athanor.Tests.Training;

public sealed class RecipeDocumentTests
{
    private const string Minimal = "data: spirals\nmodel: mlp\nloss: cross-entropy\noptimizer: adamw\n";

    [Fact]
    public void The_document_that_shows_every_key_is_the_recipe_that_it_says()
    {
        Recipe read = Read("""
            data: { stroke-digits: { samples: 4000 } }
            split: { validation: 0.1, test: 0.2, seed: 0 }
            model: { convnet: {} }
            loss: cross-entropy
            optimizer: { adamw: { lr: 0.001, weightDecay: 0.01 } }
            schedule: { cosine: {} }              # without totalSteps: over the run's updates
            clipping: { by-norm: { maxNorm: 1 } } # by-value: { clipValue: … }, none
            regularization: { l2: { lambda: 1e-4 } }
            metrics: [accuracy]                   # default: the task's
            batchSize: 32                         # or: full (batch gradient descent); dropLast: false
            accumulation: 3                       # batches per update
            epochs: 10                            # or steps: 2500 (updates), never both
            validate: { everyEpochs: 1 }          # or everySteps: N; part of the fingerprint
            earlyStopping: { metric: validation/loss, patience: 5, target: 0.01 }
            seed: 0                               # and threads: 1, device: cpu, restoreBest: false
            """);

        Assert.Equal(
            new Recipe
            {
                Data = new StrokeDigits { Samples = 4000 },
                Model = new ConvNetSpec(),
                Loss = new CrossEntropy(),
                Optimizer = new AdamW { Lr = 0.001, WeightDecay = 0.01 },
                Schedule = new CosineSchedule(),
                Clipping = new ClipByNorm { MaxNorm = 1 },
                Regularization = new L2 { Lambda = 1e-4 },
                Metrics = [new Accuracy()],
                Accumulation = 3,
                EarlyStopping = new EarlyStoppingSpec { Patience = 5, Target = 0.01 },
            },
            read);
    }

    [Fact]
    public void Every_key_but_data_model_optimizer_and_loss_has_a_default()
    {
        Recipe read = Read(Minimal);

        Assert.Equal((0.1, 0.2, 0L), (read.Split.Validation, read.Split.Test, read.Split.Seed));
        Assert.Equal((32, 1, 10, null), (read.BatchSize.SamplesOf(1000), read.Accumulation, read.Epochs, read.Steps));
        Assert.Equal((1, null), (read.Validation.EveryEpochs, read.Validation.EverySteps));
        Assert.Equal((new ConstantSchedule(), new NoClipping(), new NoRegularization()), (read.Schedule, read.Clipping, read.Regularization));
        Assert.Equal((null, null, 0, 1, "cpu", false), (read.EarlyStopping, read.Metrics, read.Seed, read.Threads, read.Device, read.RestoreBest));
    }

    [Theory]
    [InlineData("data", "model: mlp\nloss: mse\noptimizer: adamw")]
    [InlineData("model", "data: airline\nloss: mse\noptimizer: adamw")]
    [InlineData("optimizer", "data: airline\nloss: mse\nmodel: mlp")]
    [InlineData("loss", "data: airline\nmodel: mlp\noptimizer: adamw")]
    public void A_key_without_a_default_is_missed_by_name(string path, string text) => Assert.Equal(path, Assert.Throws<RecipeException>(() => Read(text)).Path);

    [Theory]
    [InlineData("model: { mlp: { hiden: [64] } }", "model.mlp.hiden: unknown key; did you mean 'hidden'?")]
    [InlineData("epoch: 3", "epoch: unknown key; did you mean 'epochs'?")]
    [InlineData("epochs: 3\nsteps: 4", "steps: the budget is in epochs or in steps, never both; leave one out")]
    [InlineData("validate: { everyEpochs: 2, everySteps: 4 }", "validate.everySteps: the cadence is in epochs or in steps, never both; leave one out")]
    [InlineData("batchSize: 0", "batchSize: 0 is not greater than 0; write a number of samples or 'full'")]
    [InlineData("epochs: many", "epochs: expected a whole number, found the text 'many'")]
    public void A_mistake_is_named_by_its_place(string wrong, string message)
    {
        string[] kept = [.. Minimal.Split('\n').Where(line => line.Length > 0 && line.Split(':')[0] != wrong.Split(':')[0])];
        Assert.Equal(message, Assert.Throws<RecipeException>(() => Read(string.Join('\n', kept) + "\n" + wrong)).Message);
    }

    [Theory]
    [InlineData("steps=50", null, 50L)]
    [InlineData("epochs=4", 4, null)]
    public void A_budget_replaces_the_other_kind(string set, int? epochs, long? steps)
    {
        foreach (Recipe before in new[] { Recipes.Small, Recipes.Small with { Epochs = null, Steps = 7 } })
        {
            JsonNode patch = SetExpression.Parse(set).ToPatch(typeof(Recipe), SpecWriter.Write(before), RecipePath.Root);
            Recipe after = Patch.Apply(before, patch, RecipePath.Root);
            string[] parts = set.Split('=');
            Recipe patched = Patch.Apply(before, new JsonObject { [parts[0]] = int.Parse(parts[1], null) }, RecipePath.Root);

            Assert.Equal((epochs, steps), (after.Epochs, after.Steps));
            Assert.Equal(after, patched);
        }
    }

    [Fact]
    public void The_difference_of_two_budgets_leads_from_one_to_the_other()
    {
        Recipe steps = Recipes.Small with { Epochs = null, Steps = 7 };
        JsonNode change = Patch.Difference(Recipes.Small, steps);

        Assert.Equal(steps, Patch.Apply(Recipes.Small, change, RecipePath.Root));
        Assert.Equal(Recipes.Small, Patch.Apply(steps, Patch.Difference(steps, Recipes.Small), RecipePath.Root));
    }

    [Fact]
    public void What_was_printed_reads_as_the_same_recipe() => RandomSpecs.Recipe.Sample(
        recipe =>
        {
            Recipe compact = Read(SpecWriter.ToYaml(recipe));
            Recipe whole = Read(SpecWriter.ToYaml(recipe, compact: false));
            Recipe json = SpecReader.Read<Recipe>(JsonNode.Parse(SpecWriter.ToJson(recipe)), RecipePath.Root);

            Assert.Equal(recipe, compact);
            Assert.Equal(recipe, whole);
            Assert.Equal(recipe, json);
            Assert.Equal(SpecWriter.ToYaml(recipe), SpecWriter.ToYaml(compact));
            Assert.Single(new[] { recipe, compact, whole, json }.Select(r => r.Fingerprint()).Distinct());
        },
        iter: 300);

    [Fact]
    public void The_fingerprint_does_not_depend_on_the_order_of_keys() => Gen.Select(RandomSpecs.Recipe, Gen.Int[0, 1000]).Sample(
        (recipe, seed) =>
        {
            JsonNode shuffled = Shuffled(SpecWriter.Write(recipe), new Random(seed))!;
            Assert.Equal(recipe.Fingerprint(), SpecReader.Read<Recipe>(shuffled, RecipePath.Root).Fingerprint());
        },
        iter: 300);

    [Fact]
    public void Recipes_that_differ_have_fingerprints_that_differ() => Gen.Select(RandomSpecs.Recipe, RandomSpecs.Recipe).Sample(
        (one, other) => Assert.Equal(one with { Run = new RunSpec() } == (other with { Run = new RunSpec() }), one.Fingerprint() == other.Fingerprint()), iter: 300);

    [Fact]
    public void Random_recipes_are_truly_many_and_reach_every_family()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        RandomSpecs.Recipe.Sample(
            recipe =>
            {
                lock (seen)
                {
                    seen.UnionWith([
                        $"data {recipe.Data.GetType().Name}", $"model {recipe.Model.GetType().Name}", $"schedule {recipe.Schedule.GetType().Name}",
                        $"optimizer {recipe.Optimizer.GetType().Name}", $"clipping {recipe.Clipping.GetType().Name}", $"regularization {recipe.Regularization.GetType().Name}",
                    ]);
                }
            },
            iter: 300);

        Assert.All(
            new (string Family, Type Type)[]
            {
                ("data", typeof(DataSpec)), ("model", typeof(ModelSpec)), ("schedule", typeof(ScheduleSpec)), ("optimizer", typeof(OptimizerSpec)),
                ("clipping", typeof(ClippingSpec)), ("regularization", typeof(RegularizationSpec)),
            },
            family => Assert.True(seen.Count(name => name.StartsWith(family.Family + " ", StringComparison.Ordinal)) >= 3, family.Family));
    }

    [Fact]
    public void What_only_watches_is_in_no_fingerprint() =>
        Assert.Equal(Read(Minimal).Fingerprint(), Read(Minimal + "run: { recordEverySteps: 10 }").Fingerprint());

    [Theory]
    [InlineData("seed: 1")]
    [InlineData("threads: 2")]
    [InlineData("validate: { everySteps: 5 }")]
    [InlineData("restoreBest: true")]
    [InlineData("split: { seed: 1 }")]
    public void What_changes_the_result_is_in_the_fingerprint(string line) => Assert.NotEqual(Read(Minimal).Fingerprint(), Read(Minimal + line).Fingerprint());

    [Theory]
    [InlineData("epochs: 10")]
    [InlineData("optimizer: { adamw: {} }")]
    [InlineData("metrics: null")]
    [InlineData("validate: { everyEpochs: 1 }")]
    public void Writing_out_a_default_changes_no_fingerprint(string line)
    {
        string[] kept = [.. Minimal.Split('\n').Where(text => text.Split(':')[0] != line.Split(':')[0])];
        Assert.Equal(Read(Minimal).Fingerprint(), Read(string.Join('\n', kept) + "\n" + line).Fingerprint());
    }

    private static Recipe Read(string yaml) => SpecReader.Read<Recipe>(DocumentReader.Parse(yaml));

    private static JsonNode? Shuffled(JsonNode? node, Random random) => node switch
    {
        JsonObject entries => new JsonObject(entries.OrderBy(_ => random.Next()).ToArray().Select(entry => KeyValuePair.Create(entry.Key, Shuffled(entry.Value, random)))),
        JsonArray items => new JsonArray([.. items.Select(item => Shuffled(item, random))]),
        _ => node?.DeepClone(),
    };
}
