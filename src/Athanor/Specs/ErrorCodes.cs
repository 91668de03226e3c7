namespace Athanor.Specs;

/// <summary>The kinds of refusal that documents and patches meet: what <see cref="RecipeException.Code"/> says. Rooms below add their own beside these.</summary>
public static class ErrorCodes
{
    /// <summary>The text is no YAML or JSON, or holds several documents; the place is a line and a column.</summary>
    public const string Syntax = "syntax";

    /// <summary>A mapping has one key twice.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A file that was named does not exist.</summary>
    public const string FileNotFound = "file-not-found";

    /// <summary>A file that was named can't be read.</summary>
    public const string FileUnreadable = "file-unreadable";

    /// <summary>A key that the spec does not have.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>A name that no member of the family has.</summary>
    public const string UnknownMember = "unknown-member";

    /// <summary>Two types claim one name in one family.</summary>
    public const string DuplicateMember = "duplicate-member";

    /// <summary>A value of another kind than the option takes: text for a number, a list for a mapping, a name that an enum lacks.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>An option without a default is absent.</summary>
    public const string MissingKey = "missing-key";

    /// <summary>A value of the right kind outside the range that makes sense.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>A patch that can't be applied to what stands in the document, such as a depth over layers of unequal size.</summary>
    public const string CannotPatch = "cannot-patch";

    /// <summary>A <c>--set</c> that is not of the form <c>path=value</c>.</summary>
    public const string BadSet = "bad-set";

    /// <summary>A value that lives in C# only, such as a spec type without a name, and so can't be written to a document.</summary>
    public const string NotADocument = "not-a-document";

    /// <summary>A name that the glossary does not have.</summary>
    public const string UnknownTerm = "unknown-term";
}
