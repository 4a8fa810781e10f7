using System.Security.Cryptography;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Honours;

/// <summary>A figure, and the list of exactly what it counts; a share's list is its numerator's.</summary>
internal sealed record Figure(decimal Value, string Query);

/// <summary>Answers with figures that are derived from rows of the journal's own transactions.</summary>
internal static class Board
{
    public static IResult Answer<T>(HttpContext http, T figures)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(figures, CareJson.Options);
        // The rows are written together with the events, so that figures are never behind.
        http.Response.Headers["X-Projection-Lag"] = "0";
        return Etags.NotModified(http, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))}\"")
            ?? Results.Bytes(json, "application/json; charset=utf-8");
    }

    /// <summary>The parameters of a period, as the OpenAPI document names them.</summary>
    public static IReadOnlyList<QueryParameter> PeriodParameters { get; } =
    [
        new("from", typeof(DateOnly), "The first day that counts; without it there is no beginning."),
        new("to", typeof(DateOnly), "The last day that counts; without it there is no end."),
    ];

    /// <summary>The parameter of a unit with those below it.</summary>
    public static QueryParameter WithinParameter { get; } =
        new("within", typeof(string), "Code of a unit: it and the units below it.");

    /// <summary>Reads a period; a reversed one is bad input.</summary>
    public static Domain.Honours.Period PeriodOf(Query query)
    {
        var period = new Domain.Honours.Period(query.Date("from"), query.Date("to"));
        if (period.Reversed)
            query.Errors.Add("from", "later-than", ("max", period.To));
        return period;
    }
}
