using Athanor.Evaluation;

namespace Athanor.Cli.Documents;

/// <summary>What <c>evaluate --calibrate --json</c> adds.</summary>
internal sealed record CalibrationDocument
{
    public required double Temperature { get; init; }

    public string FittedOn { get; } = "validation";

    public string MeasuredOn { get; } = "test";

    public required CalibrationSideDocument Before { get; init; }

    public required CalibrationSideDocument After { get; init; }

    /// <summary>Absolute path of the file that keeps the temperature for <c>predict</c>.</summary>
    public required string Saved { get; init; }

    /// <summary>Absolute path of the HTML report.</summary>
    public required string Report { get; init; }

    public static CalibrationDocument Of(ModelCalibration calibration, string saved, string report) => new()
    {
        Temperature = calibration.Scaling.Temperature,
        Before = CalibrationSideDocument.Of(calibration.Before),
        After = CalibrationSideDocument.Of(calibration.After),
        Saved = saved,
        Report = report,
    };
}

/// <summary>The test part at one temperature.</summary>
internal sealed record CalibrationSideDocument(double Ece, double LogLoss, double Accuracy, IReadOnlyList<CalibrationBin> Bins)
{
    public static CalibrationSideDocument Of(CalibrationSide side) => new(side.Calibration.Error, side.LogLoss, side.Accuracy, side.Calibration.Bins);
}
