using MathNet.Numerics.Integration;

namespace Athanor.Evaluation;

/// <summary>Integrals of smooth functions of one variable.</summary>
internal static class Quadrature
{
    private const int Order = 20;

    private static readonly GaussLegendreRule Rule = new(-1, 1, Order);

    /// <summary>∫ f over [low, high]; 0 over nothing, without a look at f.</summary>
    /// <remarks>Gauss and Legendre's rule of 20 points on each of <paramref name="panels"/> equal pieces.</remarks>
    public static double Integrate(Func<double, double> f, double low, double high, int panels)
    {
        if (!(low < high))
        {
            return 0;
        }

        double half = 0.5 * (high - low) / panels;
        double sum = 0;
        for (int panel = 0; panel < panels; panel++)
        {
            double middle = low + (((2 * panel) + 1) * half);
            for (int i = 0; i < Order; i++)
            {
                sum += Rule.GetWeight(i) * f(middle + (half * Rule.GetAbscissa(i)));
            }
        }

        return sum * half;
    }
}
