using Athanor.Data;
using Athanor.Models;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Models;

internal static class ModelFixtures
{
    public static long Alive => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public static TaskInfo Classes(int classes, params long[] inputs) => new(TaskKind.MultiClass, [.. inputs], classes);

    public static Module Build(this ModelSpec spec, TaskInfo task) => SpecValidator.Check(spec, RecipePath.Root).Build(task, new RecipePath("model"));

    public static Tensor Predict(this Module model, Batch batch) => BatchModel.Of(model).Forward(batch).Prediction;

    public static Batch Batch(Tensor inputs, Tensor? lengths = null)
    {
        var fields = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BatchFields.Inputs] = inputs };
        if (lengths is not null)
        {
            fields[BatchFields.Lengths] = lengths;
        }

        return new Batch(inputs.shape[0], fields);
    }

    /// <summary>Inputs of the task for <paramref name="samples"/> samples.</summary>
    public static Tensor Inputs(this TaskInfo task, long samples) => randn([samples, .. task.InputShape]);

    public static long Parameters(this Module model) => model.parameters().Sum(p => p.numel());

    public static string[] ParameterNames(this Module model) => [.. model.named_parameters().Select(p => p.name)];
}
