using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Timeouts;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Exports;

/// <summary>How a read is to be answered.</summary>
/// <param name="Http">The request.</param>
/// <param name="Format">In which form.</param>
/// <param name="Bom">Whether CSV begins with a byte order mark.</param>
internal sealed record Asked(HttpContext Http, Format Format, bool Bom)
{
    // One item more than a page holds is asked for.
    private const int Whole = int.MaxValue - 1;

    public static Asked Of(Query query)
    {
        var format = Formats.Of(query.Context);
        // A file takes as long as its reader: who takes nothing at all is let go by the server's lowest rate.
        if (format != Format.Json)
            query.Context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        return new(query.Context, format, format == Format.Csv && query.Boolean("bom") == true);
    }

    public Wording Wording => Wording.Of(Http);

    /// <summary>The page that is asked for; a file is whole, and knows no pages.</summary>
    public Page<T> PageOf<T>(Query query)
        where T : struct => Format == Format.Json ? Page.Of<T>(query) : new Page<T>(Whole, null);

    /// <summary>A weak tag from a hash of what is said, which is another one in each form and language.</summary>
    public string TagOf(byte[] hash) =>
        Page.TagOf(
            Format == Format.Json
                ? hash
                : SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes($"{Format} {Wording.Language} {Bom}")])
        );
}
