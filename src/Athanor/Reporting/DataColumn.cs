namespace Athanor.Reporting;

/// <summary>A column of one type: whole numbers, numbers or texts.</summary>
public sealed record DataColumn
{
    private DataColumn(string name, Array values) => (Name, Values) = (name, values);

    /// <summary>A column of whole numbers.</summary>
    public DataColumn(string name, long[] values)
        : this(name, (Array)values)
    {
    }

    /// <summary>A column of 32-bit numbers.</summary>
    public DataColumn(string name, float[] values)
        : this(name, (Array)values)
    {
    }

    /// <summary>A column of 64-bit numbers.</summary>
    public DataColumn(string name, double[] values)
        : this(name, (Array)values)
    {
    }

    /// <summary>A column of texts.</summary>
    public DataColumn(string name, string[] values)
        : this(name, (Array)values)
    {
    }

    /// <summary>The name, as it stands in a file's header.</summary>
    public string Name { get; }

    /// <summary>The values, one a row: <c>long[]</c>, <c>float[]</c>, <c>double[]</c> or <c>string[]</c>.</summary>
    public Array Values { get; }
}
