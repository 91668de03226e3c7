using static TorchSharp.torch;

namespace Athanor.Initialization;

/// <summary>An initializer of mean 0 whose spread follows from the weight's fans.</summary>
public abstract record FanInitializer : InitializerSpec
{
    /// <summary>The standard deviation for a weight with such fans in front of an activation of such gain.</summary>
    public abstract double Std(Fans fans, double gain);

    /// <summary>Draws from N(0, std²).</summary>
    protected static void Normal(Tensor weight, double std) => weight.normal_(0, std);

    /// <summary>Draws from U(−b, b) with b = √3·std.</summary>
    protected static void Uniform(Tensor weight, double std) => weight.uniform_(-Bound(std), Bound(std));

    /// <summary>The bound of the uniform distribution with mean 0 and such a standard deviation: √3·std.</summary>
    public static double Bound(double std) => Math.Sqrt(3) * std;
}
