namespace Athanor.Training;

/// <summary>A number that may not have been given: equal to another when both stand for the same, so that a recipe equals the one that writes its defaults out.</summary>
internal readonly record struct OrDefault(int? Given, int Default)
{
    public int Value => Given ?? Default;

    public bool Equals(OrDefault other) => Value == other.Value;

    public override int GetHashCode() => Value;
}
