namespace Wellbeing.Api.Features.Imports;

/// <summary>A limit at which an import ends before its sender does.</summary>
/// <param name="code">The problem's code.</param>
/// <param name="limit">The limit, in the unit that the code's text names.</param>
/// <param name="line">The line at which the import ends, where the limit is a number of lines.</param>
internal sealed class ImportBrokenOffException(string code, long limit, int? line = null)
    : Exception("An import met a limit.")
{
    public string Code { get; } = code;

    public long Limit => limit;

    public int? Line => line;
}
