using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Athanor.Normalization;

/// <summary>What the members share that keep running statistics of their own; names and meaning are those of PyTorch's batch normalization.</summary>
internal abstract class RunningStatisticsModule : Module<Tensor, Tensor>
{
    protected RunningStatisticsModule(string name, long features, double eps, double momentum, bool affine)
        : base(name)
    {
        (Eps, Momentum) = (eps, momentum);
        if (affine)
        {
            this.AddParameter("weight", ones(features));
            this.AddParameter("bias", zeros(features));
        }

        this.AddBuffer("running_mean", zeros(features));
        this.AddBuffer("running_var", ones(features));
        this.AddBuffer("num_batches_tracked", tensor(0L));
    }

    /// <summary>The weight of the newest batch; recalibration sets it to 1 for a while.</summary>
    public double Momentum { get; set; }

    protected double Eps { get; }

    // By name, since a module that moves to another device or type has other tensors from then on.
    protected Tensor? Weight => get_parameter("weight");

    protected Tensor? Bias => get_parameter("bias");

    public Tensor RunningMean => get_buffer("running_mean")!;

    public Tensor RunningVariance => get_buffer("running_var")!;

    protected Tensor Plain(Tensor input)
    {
        if (training)
        {
            Counted();
        }

        return functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, Momentum, Eps);
    }

    protected void Counted()
    {
        using var frozen = no_grad();
        get_buffer("num_batches_tracked")!.add_(1);
    }
}
