using static TorchSharp.torch;

namespace Athanor.Persistence;

/// <summary>What the format calls the element types that libtorch has.</summary>
internal static class SafeTensorsDtypes
{
    // In the reference implementation's order, by which it lays tensors out, the last first.
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("BOOL", ScalarType.Bool, 1),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("I16", ScalarType.Int16, 2),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I32", ScalarType.Int32, 4),
        ("F32", ScalarType.Float32, 4),
        ("C64", ScalarType.ComplexFloat32, 8),
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
    ];

    public static string Names => string.Join(", ", All.Select(dtype => dtype.Name));

    /// <summary>Where the type stands in the reference implementation's order; never fewer bytes than one before it.</summary>
    public static int Rank(ScalarType type) => Array.FindIndex(All, dtype => dtype.Type == type);

    /// <summary>The type of that name and the bytes of one element, or null.</summary>
    public static (ScalarType Type, int Bytes)? Find(string name)
    {
        foreach (var dtype in All)
        {
            if (dtype.Name == name)
            {
                return (dtype.Type, dtype.Bytes);
            }
        }

        return null;
    }

    /// <summary>The name of that type and the bytes of one element, or null.</summary>
    public static (string Name, int Bytes)? Find(ScalarType type)
    {
        foreach (var dtype in All)
        {
            if (dtype.Type == type)
            {
                return (dtype.Name, dtype.Bytes);
            }
        }

        return null;
    }
}
