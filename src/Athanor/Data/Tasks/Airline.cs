using Athanor.Specs;
using static TorchSharp.torch;

namespace Athanor.Data.Tasks;

/// <summary>Passengers of international airlines, 144 months from January 1949: from a window of months to the month after it. Inputs [window, 1], target [1].</summary>
/// <remarks>
/// In hundreds of thousands of passengers (1.04 … 6.22). The last <see cref="TestMonths"/> months are the data's own test part, so that nothing learns from the
/// future; a window there may reach back into earlier months. Source: Box and Jenkins 1976, series G.
/// </remarks>
[Spec("airline")]
public sealed record Airline : DataSpec
{
    private static readonly int[] Thousands =
    [
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118,
        115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
        145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166,
        171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
        196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201,
        204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
        242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
        284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
        315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336,
        340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
        360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405,
        417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ];

    /// <summary>The monthly totals, in thousands of passengers, January 1949 to December 1960.</summary>
    public static IReadOnlyList<int> MonthlyTotals => Thousands;

    /// <summary>Months that a prediction sees. Default 12; at least 1.</summary>
    public int Window { get; init; } = 12;

    /// <summary>Months at the end that test. Default 24; at least 1, and one window and month must remain before them.</summary>
    public int TestMonths { get; init; } = 24;

    /// <summary>One mean and deviation for all: the places of a window are one quantity.</summary>
    public override StandardizationSpec DefaultStandardization() => new GlobalStandardization();

    /// <inheritdoc/>
    public override DataSource Load(DataContext context)
    {
        ValidateSelf(context.At.Key("airline"));
        int firstTest = Thousands.Length - TestMonths;
        var task = new TaskInfo(TaskKind.Regression, [Window, 1], 1);
        return new DataSource(task, Windows(Window, firstTest), Windows(firstTest, Thousands.Length));
    }

    /// <inheritdoc/>
    protected override void Validate(RecipePath at)
    {
        at.AtLeast(Window, 1);
        at.AtLeast(TestMonths, 1);
        at.Require(Window + TestMonths < Thousands.Length, $"of {Thousands.Length} months a window of {Window} and {TestMonths} to test leave nothing to train on");
    }

    private TensorDataset Windows(int from, int to)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor inputs = empty([to - from, Window, 1], ScalarType.Float32);
        Tensor target = empty([to - from, 1], ScalarType.Float32);
        Span<float> seen = HostTensor.Values<float>(inputs);
        Span<float> next = HostTensor.Values<float>(target);
        for (int month = from; month < to; month++)
        {
            next[month - from] = (float)(Thousands[month] / 100.0);
            for (int t = 0; t < Window; t++)
            {
                seen[((month - from) * Window) + t] = (float)(Thousands[month - Window + t] / 100.0);
            }
        }

        return new TensorDataset(inputs, target);
    }
}
