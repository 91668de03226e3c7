namespace Athanor.Data.Tasks;

/// <summary>The ten digits as strokes in the unit box, y down: each stroke a row of points joined by straight lines, arcs in steps of about 25°.</summary>
internal static class StrokeGlyphs
{
    /// <summary>The strokes of each digit.</summary>
    public static (double X, double Y)[][][] Digits { get; } =
    [
        [Arc(0.50, 0.50, 0.19, 0.32, -90, 270)],
        [[(0.37, 0.31), (0.52, 0.18), (0.52, 0.50), (0.52, 0.82)]],
        [[.. Arc(0.49, 0.36, 0.19, 0.18, 190, 390), (0.48, 0.65), (0.30, 0.82), (0.50, 0.82), (0.71, 0.82)]],
        [[.. Arc(0.46, 0.33, 0.19, 0.15, 205, 440), .. Arc(0.46, 0.66, 0.22, 0.17, 280, 515)]],
        [[(0.57, 0.17), (0.42, 0.40), (0.27, 0.61), (0.50, 0.61), (0.74, 0.61)], [(0.58, 0.36), (0.58, 0.60), (0.58, 0.84)]],
        [[(0.68, 0.18), (0.52, 0.18), (0.36, 0.18), (0.34, 0.33), (0.33, 0.47), .. Arc(0.47, 0.63, 0.21, 0.19, 235, 505)]],
        [[(0.62, 0.18), (0.48, 0.29), (0.37, 0.45), .. Arc(0.50, 0.64, 0.18, 0.18, 190, 550)]],
        [[(0.29, 0.19), (0.50, 0.19), (0.71, 0.19), (0.58, 0.50), (0.45, 0.82)]],
        [Arc(0.50, 0.33, 0.15, 0.15, 90, 450), Arc(0.50, 0.66, 0.19, 0.17, -90, 270)],
        [[.. Arc(0.49, 0.35, 0.18, 0.17, 0, 360), (0.66, 0.52), (0.61, 0.68), (0.52, 0.83)]],
    ];

    private static (double X, double Y)[] Arc(double x, double y, double radiusX, double radiusY, double fromDegrees, double toDegrees)
    {
        int steps = (int)Math.Ceiling((toDegrees - fromDegrees) / 25);
        var points = new (double, double)[steps + 1];
        for (int i = 0; i <= steps; i++)
        {
            double degrees = fromDegrees + ((toDegrees - fromDegrees) * i / steps);
            (double sin, double cos) = PortableMath.SinCos(degrees * Math.PI / 180);
            points[i] = (x + (radiusX * cos), y + (radiusY * sin));
        }

        return points;
    }
}
