using Athanor.Data;
using Athanor.Data.Formats;

namespace Athanor.Tests.Data;

/// <summary>The real data sets: in $ATHANOR_DATA, else <c>../shared/data</c> seen from the project's root. Tests that need them are skipped where they are absent.</summary>
internal static class RealData
{
    public const string Variable = "ATHANOR_DATA";

    public static DigitsData Digits { get; } = new() { Path = Path.Combine(Folder(), "digits", "digits.csv.gz") };

    public static IdxData Mnist { get; } = new()
    {
        Images = Path.Combine(Folder(), "mnist10k", "t10k-images-idx3-ubyte.gz"),
        Labels = Path.Combine(Folder(), "mnist10k", "t10k-labels-idx1-ubyte.gz"),
    };

    public static DataSource Load(DataSpec spec) => Present(spec).Load(DataFixtures.Context);

    /// <summary>The same, or the test is skipped.</summary>
    public static DataSpec Present(DataSpec spec)
    {
        foreach (string missing in spec.Files(DataFixtures.Context).Where(f => !File.Exists(f)))
        {
            Assert.Skip($"{missing} is not there; set ATHANOR_DATA to the folder of the real data");
        }

        return spec;
    }

    /// <summary>Where they are looked for.</summary>
    public static string Folder() => Environment.GetEnvironmentVariable(Variable) ?? ProjectRoot.At("..", "shared", "data");
}
