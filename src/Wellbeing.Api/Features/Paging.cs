using Npgsql;
using Wellbeing.Api.Requests;

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
}
