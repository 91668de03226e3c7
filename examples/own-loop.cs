#:project ../src/Athanor/Athanor.csproj

using Athanor.Optimization;
using static TorchSharp.torch;

// Your model, your data, your loop; from Athanor only the optimizer on libtorch's fused kernels and the clipping.
var adamw = new AdamW { Lr = 3e-3 };
random.manual_seed(0);
using var model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1));
using var optimizer = adamw.Build(model);
using var inputs = randn(512, 20);
using var targets = (inputs.pow(2).sum(1, keepdim: true) - 20) * 2;

for (int update = 0; update <= 200; update++)
{
    using var scope = NewDisposeScope();

    optimizer.ZeroGradients();
    var prediction = model.forward(inputs);
    var loss = nn.functional.mse_loss(prediction, targets);
    loss.backward();
    double norm = GradientClipping.ByNorm(model.parameters(), maxNorm: 20, normType: 2);
    optimizer.Step();

    if (update % 20 == 0)
    {
        Console.WriteLine($"update {update,3}   loss {loss.item<float>(),9:F3}   gradient norm {norm,9:F3}{(norm > 20 ? "   clipped to 20" : "")}");
    }
}
