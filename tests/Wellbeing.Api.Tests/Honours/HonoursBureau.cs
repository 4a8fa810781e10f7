using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;
using Xunit;

namespace Wellbeing.Api.Tests.Honours;

/// <summary>A small bureau in a database of its own, asked through its endpoints.</summary>
public sealed class HonoursBureau : IAsyncLifetime
{
    private static readonly bool There = Environment.GetEnvironmentVariable("WELLBEING_TEST_POSTGRES") is not null;

    private readonly Database _database = new();
    private WebApplication? _app;
    private HttpClient? _client;

    internal HonoursSample Sample { get; } = new(seed: 20231);

    internal static DateOnly Today { get; } = new(2023, 11, 20);

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        if (!There)
            return;
        await FillAsync(_database.Owner);
        _app = Host(_database.Application);
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Asks as a role, bound to a unit or to a badge where one is given.</summary>
    internal async Task<HttpResponseMessage> AskAsync(string path, Role role, string? unit = null, string? badge = null)
    {
        // Without a PostgreSQL the database skips the test, and says why.
        _ = _database.Application;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Caller", $"{role}|{unit}|{badge}");
        return await _client!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal async Task<JsonElement> ReadAsync(string path, Role role, string? unit = null, string? badge = null)
    {
        using var response = await AskAsync(path, role, unit, badge);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonElement.Parse(body)
            : throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {body}");
    }

    /// <summary>All items of a list, page by page.</summary>
    internal async Task<List<JsonElement>> ListAsync(
        string path,
        Role role,
        string? unit = null,
        string? badge = null,
        int limit = 500
    )
    {
        var items = new List<JsonElement>();
        var first = Link.With(path, "limit", limit);
        for (var next = first; ; )
        {
            var page = await ReadAsync(next, role, unit, badge);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("next").GetString() is not { } cursor)
                return items;
            next = Link.With(first, "cursor", cursor);
        }
    }

    private async Task FillAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PostingProjection.Postings.Insert(Sample.Postings));
        batch.BatchCommands.Add(
            IdentityRow.Table.Insert([
                .. Sample.Officers.Select((x, i) => new IdentityRow(x.Id, $"B{i}", $"Officer {i}", null, [])),
            ])
        );
        await batch.ExecuteNonQueryAsync();
        await CopyAsync(connection, StreamKind.Unit, Sample.Units);
        await CopyAsync(connection, StreamKind.Officer, Sample.Officers);
        await CopyAsync(connection, StreamKind.Commendation, Sample.Commendations);
    }

    private static Task CopyAsync(NpgsqlConnection connection, StreamKind kind, IEnumerable<IRecordState> states)
    {
        var rows = SnapshotTables.All.Single(x => x.Table.Name == kind.Record().Table()).NewRows();
        foreach (var state in states)
            rows.Add(
                new FoldStep(
                    new RecordedEvent(Guid.Empty, state.Id, kind, 1, default, default, "", new UnitClosed("")),
                    default,
                    null,
                    state
                )
            );
        return rows.CopyAsync(connection, Schemas.ReadModels, default);
    }

    private static WebApplication Host(NpgsqlDataSource database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        var clock = new FakeTimeProvider(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.FromHours(8)));
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(Database.Calendar);
        builder.Services.AddSingleton(new Cursors(() => new ByteKey(new byte[ByteKey.Size])));
        builder.Services.AddSingleton<AccessScopes>();
        builder.Services.AddHonours();
        var app = builder.Build();
        app.Use(
            (context, next) =>
            {
                var says = context.Request.Headers["X-Caller"].ToString().Split('|');
                var roles = new HashSet<Role> { Enum.Parse<Role>(says[0]) };
                context.Features.Set(new Caller("me", "Me", roles, Given(says[1]), Given(says[2])));
                return next(context);
            }
        );
        app.UseRouting();
        app.UseRoles();
        app.MapGroup("/api/v1").MapHonours();
        return app;

        static string? Given(string text) => text.Length == 0 ? null : text;
    }
}
