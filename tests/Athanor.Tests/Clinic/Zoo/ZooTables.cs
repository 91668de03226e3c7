using System.Globalization;
using Athanor.Data;

namespace Athanor.Tests.Clinic.Zoo;

/// <summary>Tables as people have them: columns in units of their own.</summary>
internal static class ZooTables
{
    private const int Rows = 600;
    private static readonly Lazy<string> HousesFile = new(() => Write("houses.csv", "area,rooms,age,year,distance,price", static (random, _) =>
    {
        (double area, double rooms, double age) = (random.NextUniform(40, 250), 1 + random.NextBelow(6), random.NextUniform(0, 60));
        double distance = random.NextUniform(0.1, 30);
        double price = (area * 3000 * (1 + (1 / (1 + (distance / 5))))) - (age * 1500) + (rooms * 8000) + random.NextGaussian(15_000);
        return [area, rooms, age, 2020 - age, distance, price];
    }));

    private static readonly Lazy<string> LoansFile = new(() => Write("loans.csv", "opened,income,rate,repaid", static (random, _) =>
    {
        double income = random.NextUniform(10_000, 120_000);
        double rate = random.NextUniform(0.01, 0.2);
        return [1.5e9 + random.NextUniform(0, 1e8), income, rate, (income / 120_000) - (rate * 4) + random.NextGaussian(0.1) > 0 ? 1 : 0];
    }));

    private static readonly Lazy<string> HolesFile = new(() => Write("holes.csv", "a,b,class", static (random, row) =>
    {
        double a = random.NextUniform(-1, 1);
        return [row == 250 ? double.PositiveInfinity : a, random.NextUniform(-1, 1), a > 0 ? 1 : 0];
    }));

    /// <summary>600 houses: square metres, rooms, years, a calendar year, kilometres; a price of some 400,000.</summary>
    public static string Houses => HousesFile.Value;

    /// <summary>600 loans: seconds since 1970, income, a rate; repaid or not.</summary>
    public static string Loans => LoansFile.Value;

    /// <summary>Two classes by two numbers, one of which is infinite in row 252.</summary>
    public static string Holes => HolesFile.Value;

    private static string Write(string name, string header, Func<SeededRandom, int, double[]> row)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("athanor-zoo-").FullName, name);
        File.WriteAllLines(path, [header, .. Enumerable.Range(0, Rows).Select(i => string.Join(',', row(new SeededRandom(7, header, i), i).Select(value => value.ToString("R", CultureInfo.InvariantCulture))))]);
        return path;
    }
}
