namespace Wellbeing.Api.Features.Imports;

/// <summary>An import is in another encoding than UTF-8, and ends where that shows.</summary>
/// <param name="encoding">The encoding that it seems to be in.</param>
/// <param name="line">The line in which it shows.</param>
internal sealed class ForeignEncodingException(string encoding, int line) : Exception("An import is not in UTF-8.")
{
    public const string Code = "import-not-utf8";

    public string Encoding => encoding;

    public int Line => line;
}
