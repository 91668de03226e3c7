using System.Text.Json;
using System.Text.Json.Nodes;
using Athanor.Optimization;
using Athanor.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Athanor.Tests.Golden;

/// <summary>golden/optim: PyTorch 2.13 in float64, rounded to float32. Options are read as a recipe's are, so their names are held too.</summary>
[Trait("Category", "Golden")]
public sealed class OptimGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Trajectories() => GoldenFolder.Rows("optim", "optimizers");

    public static IEnumerable<TheoryDataRow<string, string>> Clippings() => GoldenFolder.Rows("optim", "clipping");

    public static IEnumerable<TheoryDataRow<string, string>> Averages() => GoldenFolder.Rows("optim", "averaging");

    public static IEnumerable<TheoryDataRow<string, string>> Schedules() => GoldenFolder.Rows("optim", "schedules");

    public static IEnumerable<TheoryDataRow<string, string>> Penalties() => GoldenFolder.Rows("optim", "regularization");

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Optimizers_move_parameters_as_PyTorch_does(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        Parameter[] parameters = Parameters(tensors);
        using Optimizer optimizer = OptimizerOf(golden, golden.Kind, parameters);
        Follow(golden, tensors, parameters, _ => optimizer.Step());
        Assert.Equal(golden.Options.Int("steps"), optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Optimizers_divide_by_the_scale_and_leave_out_what_is_not_finite(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        Parameter[] parameters = Parameters(tensors);
        using Optimizer optimizer = OptimizerOf(golden, golden.Kind, parameters);
        Tensor scale = tensor(4f);
        Follow(golden, tensors, parameters, t =>
        {
            // A power of 2 changes no digit, so the trajectory must stay the reference's.
            foreach (Parameter parameter in parameters)
            {
                using Tensor gradient = parameter.grad!;
                gradient.mul_(4);
            }

            optimizer.Step(optimizer.Spec.Lr, scale, ones(1)[0]);
            optimizer.Step(optimizer.Spec.Lr, scale, zeros(1)[0]);
        });
        Assert.Equal(golden.Options.Int("steps"), optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Clippings))]
    public void Clipping_agrees_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        switch (golden.Kind)
        {
            case "clip-by-value":
            case "clip-by-norm":
            case "adaptive-clip":
                ClipOnce(golden, tensors);
                break;
            case "clip-by-norm-adamw":
            case "clip-by-norm-sgd":
                ClipAndStep(golden, tensors, folded: true);
                ClipAndStep(golden, tensors, folded: false);
                break;
            default:
                throw golden.UnknownKind();
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedules_agree_with_PyTorch(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        JsonNode options = Options(golden, "lr", "steps", "metrics", "then");
        if (golden.Options.TryGetProperty("then", out JsonElement then))
        {
            options["then"] = Member(then.Text("kind"), Without(JsonNode.Parse(then.GetRawText())!, "kind"));
        }

        ScheduleSpec schedule = SpecReader.Read<ScheduleSpec>(Member(golden.Kind, options), RecipePath.Root);
        double lr = golden.Options.TryGetProperty("lr", out JsonElement own) ? own.AsDouble() : double.NaN;
        double[] metrics = golden.Options.TryGetProperty("metrics", out JsonElement values) ? values.AsDoubles() : [];
        ScheduleFeedback? feedback = schedule.NewFeedback(lr);
        Assert.Equal(metrics.Length > 0, feedback is not null);
        var rates = new List<double>();
        for (int k = 0; k < golden.Expected.GetProperty("lr").GetArrayLength(); k++)
        {
            if (k > 0 && feedback is not null)
            {
                feedback.Observe(metrics[k - 1]);

                // Through a checkpoint after every value.
                ScheduleFeedback resumed = schedule.NewFeedback(lr)!;
                resumed.Restore(feedback.Save());
                feedback = resumed;
            }

            rates.Add(schedule.LearningRate(k, feedback?.Lr ?? lr, totalSteps: long.MaxValue));
        }

        GoldenAssert.Agrees(golden, new { lr = rates }, GoldenTolerance.Optim);
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Penalties_and_their_gradients_agree(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        RegularizationSpec regularization = SpecReader.Read<RegularizationSpec>(Member(golden.Kind, Options(golden, "names")), RecipePath.Root);
        string[] names = golden.Options.GetProperty("names").AsStrings();
        Parameter[] parameters = [.. names.Select((_, i) => new Parameter(tensors[$"parameter/{i}"]))];
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = zeros_like(parameter).detach();
        }

        Tensor penalty = regularization.AddGradient(names.Zip(parameters));

        GoldenAssert.Agrees(golden, new { penalty = penalty.item<double>() }, GoldenTolerance.Optim);
        for (int i = 0; i < names.Length; i++)
        {
            tensors.Agree($"gradient/{i}", parameters[i].grad);
        }
    }

    [Theory]
    [MemberData(nameof(Averages))]
    public void Averages_of_weights_agree_with_the_formulas(string file, string name)
    {
        GoldenCase golden = GoldenFolder.Case(file, name);
        using var scope = NewDisposeScope();
        var tensors = GoldenTensors.Of(golden);
        AverageSpec spec = SpecReader.Read<AverageSpec>(Member(golden.Kind, Options(golden, "steps", "storedAfter")), RecipePath.Root);
        Assert.IsNotType<NoAverage>(spec);
        int steps = golden.Options.Int("steps");
        int[] stored = golden.Options.GetProperty("storedAfter").AsInts();
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        while (tensors.Find($"parameter/{state.Count}/at/0") is { } initial)
        {
            state.Add($"{state.Count}", new Parameter(initial.clone()));
        }

        using var average = new WeightAverage(spec, state, steps);
        for (int n = 1; n <= steps; n++)
        {
            foreach ((string i, Tensor parameter) in state)
            {
                using IDisposable unwatched = no_grad();
                parameter.copy_(tensors[$"parameter/{i}/at/{n}"]);
            }

            average.Update();
            Assert.Equal(spec is not SwaAverage { Start: { } start } || n >= start, average.Exists);
            foreach (string i in state.Keys.Where(_ => stored.Contains(n)))
            {
                tensors.Agree($"average/{i}/after/{n}", average.Weights[i]);
            }
        }
    }

    private static void ClipOnce(GoldenCase golden, GoldenTensors tensors)
    {
        int count = golden.Options.Int("parameters");
        Tensor?[] gradients = [.. Enumerable.Range(0, count).Select(i => tensors.Find($"gradient/{i}"))];
        Parameter[] parameters = [.. gradients.Select((gradient, i) => new Parameter(tensors.Find($"parameter/{i}") ?? ones(gradient?.shape ?? [2])) { grad = gradient })];
        switch (golden.Kind)
        {
            case "clip-by-norm":
                double norm = GradientClipping.ByNorm(parameters, golden.Options.Number("maxNorm"), golden.Options.Number("normType"));
                GoldenAssert.Agrees(golden, new { totalNorm = norm }, GoldenTolerance.Optim);
                break;
            case "adaptive-clip":
                SpecReader.Read<ClippingSpec>(Member("adaptive", Options(golden, "parameters")), RecipePath.Root).Clip(parameters);
                break;
            default:
                SpecReader.Read<ClippingSpec>(Member("by-value", Options(golden, "parameters")), RecipePath.Root).Clip(parameters);
                break;
        }

        for (int i = 0; i < count; i++)
        {
            if (gradients[i] is null)
            {
                Assert.Null(parameters[i].grad);
            }
            else
            {
                tensors.Agree($"clipped/{i}", parameters[i].grad);
            }
        }
    }

    private static void ClipAndStep(GoldenCase golden, GoldenTensors tensors, bool folded)
    {
        var clipping = new ClipByNorm { MaxNorm = golden.Options.Number("maxNorm"), NormType = golden.Options.Number("normType") };
        Parameter[] parameters = Parameters(tensors);
        using Optimizer optimizer = OptimizerOf(golden, golden.Kind.Replace("clip-by-norm-", "", StringComparison.Ordinal), parameters, "maxNorm", "normType");
        using var update = new UpdateStep(optimizer, clipping, folded ? new NoRegularization() : new L2 { Lambda = 0 });
        var norms = new List<double>();
        Tensor count = tensor(8f);
        Follow(golden, tensors, parameters, t =>
        {
            foreach (Parameter parameter in parameters)
            {
                using Tensor gradient = parameter.grad!;
                gradient.mul_(8);
            }

            norms.Add(update.Apply(optimizer.Spec.Lr, count).ClippedNorm.item<float>());
        });
        GoldenAssert.Agrees(golden, new { totalNorm = norms }, GoldenTolerance.Optim);
    }

    private static void Follow(GoldenCase golden, GoldenTensors tensors, Parameter[] parameters, Action<int> step)
    {
        int[] stored = golden.Options.GetProperty("storedAfter").AsInts();
        for (int t = 1; t <= golden.Options.Int("steps"); t++)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].grad = tensors[$"gradient/{t}/{i}"];
            }

            step(t);
            for (int i = 0; i < parameters.Length && stored.Contains(t); i++)
            {
                tensors.Agree($"parameter/{i}/after/{t}", parameters[i]);
            }
        }
    }

    private static Parameter[] Parameters(GoldenTensors tensors)
    {
        var parameters = new List<Parameter>();
        while (tensors.Find($"parameter/{parameters.Count}/initial") is { } initial)
        {
            parameters.Add(new Parameter(initial));
        }

        return [.. parameters];
    }

    private static Optimizer OptimizerOf(GoldenCase golden, string kind, Parameter[] parameters, params string[] without)
    {
        JsonNode options = Options(golden, ["steps", "storedAfter", "groups", .. without]);
        OptimizerSpec spec = SpecReader.Read<OptimizerSpec>(Member(kind, options), RecipePath.Root);
        if (!golden.Options.TryGetProperty("groups", out JsonElement groups))
        {
            return spec.Build(parameters);
        }

        return spec.Build([.. groups.EnumerateArray().Select(group =>
        {
            JsonObject own = options.DeepClone().AsObject();
            foreach (JsonProperty option in group.EnumerateObject().Where(option => option.Name != "parameters"))
            {
                own[option.Name] = JsonNode.Parse(option.Value.GetRawText());
            }

            OptimizerSpec chosen = SpecReader.Read<OptimizerSpec>(Member(kind, own), RecipePath.Root);
            return new ParameterGroup([.. group.GetProperty("parameters").AsInts().Select(i => ($"{i}", parameters[i]))]) { LrScale = chosen.Lr / spec.Lr, Options = chosen };
        })]);
    }

    private static JsonObject Member(string kind, JsonNode options) => new() { [kind] = options };

    private static JsonNode Options(GoldenCase golden, params string[] without) => Without(JsonNode.Parse(golden.Options.GetRawText())!, without);

    private static JsonNode Without(JsonNode options, params string[] names)
    {
        foreach (string name in names)
        {
            options.AsObject().Remove(name);
        }

        return options;
    }
}
