using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>Answers a page from rows of which one more was asked for than it holds.</summary>
internal static class Paging
{
    public static async Task<IResult> AnswerAsync<T>(
        HttpContext http,
        NpgsqlDataReader rows,
        Page<T> page,
        Func<NpgsqlDataReader, ReadOnlyMemory<byte>> item,
        Func<NpgsqlDataReader, T> place
    )
        where T : struct
    {
        var items = new List<ReadOnlyMemory<byte>>();
        T last = default;
        while (await rows.ReadAsync(http.RequestAborted))
        {
            if (items.Count == page.Limit)
                return Page.Answer<T>(http, items, last);
            items.Add(item(rows));
            last = place(rows);
        }
        return Page.Answer<T>(http, items, null);
    }

    /// <summary>Answers a page of what was made in memory.</summary>
    /// <param name="http">The request.</param>
    /// <param name="all">The items that come after the page before, in order.</param>
    /// <param name="page">The page.</param>
    /// <param name="place">The place of an item.</param>
    public static IResult Answer<TItem, T>(HttpContext http, IEnumerable<TItem> all, Page<T> page, Func<TItem, T> place)
        where T : struct
    {
        var items = all.Take(page.Limit + 1).ToList();
        var shown = items.Take(page.Limit).ToList();
        return Page.Answer<T>(
            http,
            shown.ConvertAll(x => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(x, CareJson.Options)),
            items.Count > page.Limit ? place(shown[^1]) : null
        );
    }
}
