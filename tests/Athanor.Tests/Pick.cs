using CsCheck;

namespace Athanor.Tests;

internal static class Pick
{
    /// <summary>One of <paramref name="items"/>, each as likely as the others.</summary>
    public static Gen<T> From<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);
}
