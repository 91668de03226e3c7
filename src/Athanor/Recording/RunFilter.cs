namespace Athanor.Recording;

/// <summary>Which runs to list: those that meet every condition given.</summary>
public sealed record RunFilter
{
    /// <summary>Only of this kind.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>Only of this study.</summary>
    public string? Study { get; init; }

    /// <summary>Only of this variant.</summary>
    public string? Variant { get; init; }

    /// <summary>Only of this status.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Only those of this trial key.</summary>
    public string? Key { get; init; }

    /// <summary>Only those of a recipe of this fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Only those begun at or after this moment.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many, the newest; null for all.</summary>
    public int? Limit { get; init; }
}
