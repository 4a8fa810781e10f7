using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Commands;

/// <summary>
/// Has the registers of the demo bureau's year put together and signed, as its people would: no import brings them. Each
/// request is of the unit's political officer or commander; a register that is there is left as it is.
/// </summary>
/// <param name="http">A client of the server.</param>
/// <param name="token">A token for a role in a unit, under an opaque id.</param>
internal sealed class DemoRegisters(HttpClient http, Func<Role, string, string, string> token)
{
    private const int Year = 2023;
    private const int Months = 12;
    private const int UnitsAtOnce = 4;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);

    private int _made;
    private int _signed;
    private int _left;

    /// <summary>How many a number of units have in the year.</summary>
    public static int Of(int units) => units * Months;

    /// <summary>Runs it; answers how many it put together, how many it had signed, and how many it left as they were.</summary>
    public async Task<(int Made, int Signed, int Left)> RunAsync(
        IReadOnlyList<string> units,
        Action done,
        CancellationToken stop
    )
    {
        var many = new ParallelOptions { MaxDegreeOfParallelism = UnitsAtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(units, many, async (unit, ended) => await UnitAsync(unit, done, ended));
        return (_made, _signed, _left);
    }

    private async Task UnitAsync(string unit, Action done, CancellationToken stop)
    {
        var (staff, commander) = (
            token(Role.PoliticalOfficer, unit, $"po-{unit}"),
            token(Role.Commander, unit, $"co-{unit}")
        );
        var unsigned = new List<(Guid Id, Month Month)>();
        for (var number = 1; number <= Months; number++)
        {
            var month = Month.Parse(string.Create(CultureInfo.InvariantCulture, $"{Year}-{number:00}"))!;
            var there = await SendAsync(HttpMethod.Get, $"registers/{unit}/{month}", staff, null, stop);
            if (!there.TryGetProperty("status", out var status))
            {
                var body = new
                {
                    unitCode = unit,
                    month = month.ToString(),
                    occurredAt = After(month, 9),
                };
                var made = await SendAsync(HttpMethod.Post, "registers", staff, body, stop);
                Interlocked.Increment(ref _made);
                unsigned.Add((made.GetProperty("id").GetGuid(), month));
            }
            else if (status.GetString() == "consolidated")
            {
                unsigned.Add((there.GetProperty("id").GetGuid(), month));
            }
            else
            {
                Interlocked.Increment(ref _left);
                done();
            }
        }
        foreach (var (id, month) in unsigned)
        {
            var body = new { occurredAt = After(month, 10) };
            await SendAsync(HttpMethod.Post, $"registers/{id}/sign", commander, body, stop);
            Interlocked.Increment(ref _signed);
            done();
        }
    }

    /// <summary>Sends, and again while the ledger has not come so far.</summary>
    private async Task<JsonElement> SendAsync(
        HttpMethod method,
        string path,
        string bearer,
        object? body,
        CancellationToken stop
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await http.SendAsync(request, stop);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
            if (response.IsSuccessStatusCode)
                return answer;
            var code = answer.GetProperty("type").GetString()!.Split('/')[^1];
            if (code != "ledger-behind" || TimeProvider.System.GetElapsedTime(started) > AtMost)
                throw new InvalidOperationException($"The server refused {path}: {(int)response.StatusCode} {code}.");
            await Task.Delay(Between, stop);
        }
    }

    // Two days after the month, in the morning.
    private static string After(Month month, int hour) =>
        string.Create(CultureInfo.InvariantCulture, $"{month.Last.AddDays(2):yyyy-MM-dd}T{hour:00}:00:00+08:00");
}
