using Athanor.Data;
using Athanor.Models;
using Athanor.Specs;
using Athanor.Tests.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Tests.Training;

/// <summary>A linear model that writes down the numbers of the samples it is trained with, batch by batch.</summary>
internal sealed record RecordingModel : ModelSpec
{
    [SpecIgnore]
    public List<long[]> Seen { get; init; } = [];

    public override Module Build(TaskInfo task, RecipePath at) => new Recorder(Seen, task);

    private sealed class Recorder : Module<Tensor, Tensor>, IBatchModel
    {
        private readonly List<long[]> _seen;
        private readonly Linear _layer;

        public Recorder(List<long[]> seen, TaskInfo task)
            : base(nameof(Recorder))
        {
            _seen = seen;
            _layer = Linear(task.InputShape[0], task.Outputs);
            RegisterComponents();
        }

        public Outputs Forward(Batch batch)
        {
            if (training)
            {
                _seen.Add(DataFixtures.Numbers(batch));
            }

            return new Outputs(call(batch.Inputs));
        }

        public override Tensor forward(Tensor input) => _layer.call(input);
    }
}
