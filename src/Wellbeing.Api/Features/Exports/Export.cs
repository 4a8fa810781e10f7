using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Npgsql;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Exports;

/// <summary>
/// Answers a read in the form that is asked for. A file says nothing that JSON would not say to the same caller, sealed text
/// included; so it is no more on record than that is.
/// </summary>
internal static class Export
{
    /// <summary>Answers with figures that are derived from rows of the journal's own transactions.</summary>
    /// <param name="asked">The form.</param>
    /// <param name="figures">What JSON says.</param>
    /// <param name="table">The same as a table.</param>
    /// <param name="page">The same as a page to print, where there is one.</param>
    public static IResult Answer<T>(Asked asked, T figures, Func<T, Table> table, Func<T, PrintedTables>? page = null)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(figures, CareJson.Options);
        // The rows are written together with the events, so that figures are never behind.
        asked.Http.Response.Headers["X-Projection-Lag"] = "0";
        if (Etags.NotModified(asked.Http, asked.TagOf(SHA256.HashData(json))) is { } same)
            return same;
        return asked.Format == Format.Json
            ? Results.Bytes(json, "application/json; charset=utf-8")
            : new FileAnswer(asked, table(figures), page?.Invoke(figures));
    }

    /// <summary>Answers a page of a list, or the whole list as a file that is sent while it is read.</summary>
    /// <param name="asked">The form.</param>
    /// <param name="command">Reads the rows: one more than a page holds.</param>
    /// <param name="page">The page.</param>
    /// <param name="item">The item of a row.</param>
    /// <param name="place">The place of a row in the list.</param>
    /// <param name="table">The items as a table.</param>
    public static async Task<IResult> ListAsync<TItem, T>(
        Asked asked,
        NpgsqlCommand command,
        Page<T> page,
        Func<NpgsqlDataReader, TItem> item,
        Func<NpgsqlDataReader, T> place,
        Func<IAsyncEnumerable<TItem>, Table> table
    )
        where T : struct
    {
        var http = asked.Http;
        if (asked.Format == Format.Json)
        {
            await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
            return await Paging.AnswerAsync(http, reader, page, row => Json(item(row)), place);
        }
        await http.RequestServices.GetRequiredService<FilesInHand>().SendAsync(http, SendAsync);
        return Results.Empty;

        async Task SendAsync(CancellationToken stop)
        {
            // A tag comes before what it is about. The rows are read twice rather than kept: a list may be as long as it
            // likes. Of rows that come in between the next tag tells.
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await foreach (var listed in ItemsAsync(stop))
                hash.AppendData(Json(listed).Span);
            if (Etags.NotModified(http, asked.TagOf(hash.GetHashAndReset())) is { } same)
                await same.ExecuteAsync(http);
            else
                await new FileAnswer(asked, table(ItemsAsync(stop)), null).SendAsync(http, stop);
        }

        async IAsyncEnumerable<TItem> ItemsAsync([EnumeratorCancellation] CancellationToken stop)
        {
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
                yield return item(reader);
        }

        static ReadOnlyMemory<byte> Json(TItem item) => JsonSerializer.SerializeToUtf8Bytes(item, CareJson.Options);
    }

    private sealed class FileAnswer(Asked asked, Table table, PrintedTables? page) : IResult
    {
        // What is in memory keeps nobody's connection; a workbook keeps buffers all the same.
        public Task ExecuteAsync(HttpContext httpContext) =>
            asked.Format == Format.Xlsx
                ? httpContext
                    .RequestServices.GetRequiredService<FilesInHand>()
                    .SendAsync(httpContext, stop => SendAsync(httpContext, stop))
                : SendAsync(httpContext, httpContext.RequestAborted);

        public async Task SendAsync(HttpContext httpContext, CancellationToken stop)
        {
            var response = httpContext.Response;
            var wording = asked.Wording;
            var cells = new Cells(wording, httpContext.RequestServices.GetRequiredService<BureauCalendar>());
            var type = Formats.TypeOf(asked.Format);
            response.ContentType = asked.Format == Format.Xlsx ? type : $"{type}; charset=utf-8";
            response.Headers.ContentLanguage = wording.Language;
            response.Headers.ContentDisposition = Disposition(asked.Format, table);
            switch (asked.Format)
            {
                case Format.Csv:
                    await CsvFile.WriteAsync(response.Body, table, cells, asked.Bom, stop);
                    break;
                case Format.Xlsx:
                    await XlsxFile.WriteAsync(response.Body, table, cells, stop);
                    break;
                default:
                    response.Headers.ContentSecurityPolicy =
                        $"{Printed.Policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                    var html = await page!.HtmlAsync(cells, wording, stop);
                    response.ContentLength = html.Length;
                    await response.Body.WriteAsync(html, stop);
                    break;
            }
        }

        private static string Disposition(Format format, Table table)
        {
            var name = new StringBuilder(table.Name);
            foreach (var about in table.About.Where(x => x is not null))
                name.Append(CultureInfo.InvariantCulture, $"-{(about is DateOnly day ? $"{day:yyyy-MM-dd}" : about)}");
            var disposition = new ContentDispositionHeaderValue(format == Format.Html ? "inline" : "attachment");
            disposition.SetHttpFileName($"{name}.{Formats.SuffixOf(format)}");
            return disposition.ToString();
        }
    }
}
