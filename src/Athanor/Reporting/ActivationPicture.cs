using System.Globalization;
using Athanor.Activations;
using Athanor.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace Athanor.Reporting;

/// <summary>Draws an activation and its derivative, computed from the member itself.</summary>
/// <remarks>
/// A function of one number is drawn as it is, in evaluation mode and with its parameters at their start. Of softmax and log-softmax the first output over
/// the logits (x, 0) is drawn, of a gated unit the output for the value 1 and the gate x.
/// </remarks>
public static class ActivationPicture
{
    private const double Reach = 5;
    private const int PointsPerUnit = 20;

    // Smooth members change their slope by at most 0.09 between points.
    private const double Step = 0.1;

    /// <summary>The chart: f and f′ over [−5, 5] in float64; where the derivative steps, its line is broken.</summary>
    public static LineChart Chart(ActivationSpec activation)
    {
        using var scope = NewDisposeScope();
        using var module = activation.Build();
        module.to(ScalarType.Float64);
        module.eval();
        using Tensor x = arange(-Reach * PointsPerUnit, (Reach * PointsPerUnit) + 1, ScalarType.Float64).div(PointsPerUnit).requires_grad_();
        Tensor output = activation.IsElementWise ? module.call(x) : module.call(Pairs(activation, x)).select(1, 0);
        output.sum().backward();
        double[] places = Doubles(x), values = Doubles(output), slopes = Doubles(x.grad!);
        string name = SpecCatalog.NameOf(activation.GetType()) ?? activation.GetType().Name;
        return new LineChart(
            $"{name}{Arguments(activation)}",
            new LineSeries("f(x)", [.. places.Zip(values, (place, value) => new LinePoint(place, value))]),
            new LineSeries("f′(x)", [.. Broken(places, slopes)]))
        { XLabel = activation.IsElementWise ? "x" : activation.WidthFactor == 2 ? "x, the gate; the value is 1" : "x; the logits are (x, 0)" };
    }

    private static Tensor Pairs(ActivationSpec activation, Tensor x) =>
        activation.WidthFactor == 2 ? stack([ones_like(x), x], 1) : stack([x, zeros_like(x)], 1);

    /// <summary>The points of the derivative, with a gap wherever it steps.</summary>
    private static IEnumerable<LinePoint> Broken(double[] places, double[] slopes)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (i > 0 && Math.Abs(slopes[i] - slopes[i - 1]) > Step)
            {
                yield return new LinePoint((places[i] + places[i - 1]) / 2, double.NaN);
            }

            yield return new LinePoint(places[i], slopes[i]);
        }
    }

    private static string Arguments(ActivationSpec activation)
    {
        string[] options = [.. SpecWriter.Write(activation)[SpecCatalog.NameOf(activation.GetType())!]!.AsObject()
            .Where(option => option.Value is System.Text.Json.Nodes.JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && option.Key != "axis")
            .Select(option => $"{option.Key} {((double)option.Value!).ToString("0.####", CultureInfo.InvariantCulture)}")];
        return options.Length == 0 ? "" : $" ({string.Join(", ", options)})";
    }

    private static double[] Doubles(Tensor values) => values.detach().cpu().data<double>().ToArray();
}
