using JasperFx;
using Marten;
using Npgsql;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests;

/// <summary>A database with the whole schema that lives as long as one test class; its two roles have their own rights.</summary>
public sealed class Database : IAsyncLifetime
{
    private static readonly string? Superuser = Environment.GetEnvironmentVariable("WELLBEING_TEST_POSTGRES");

    // Another process may be making the same roles at the same time.
    private const string Roles = """
        DO $$ BEGIN CREATE ROLE wellbeing_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
        DO $$ BEGIN CREATE ROLE wellbeing_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
        """;

    private const string Grants = """
        GRANT USAGE ON SCHEMA events, readmodels, identities, journal TO wellbeing_app;
        GRANT SELECT, INSERT ON events.mt_events, events.mt_streams TO wellbeing_app;
        GRANT UPDATE (version, timestamp) ON events.mt_streams TO wellbeing_app;
        GRANT USAGE, SELECT ON SEQUENCE events.mt_events_sequence TO wellbeing_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA readmodels, identities, journal TO wellbeing_app;
        """;

    private readonly string _name = $"test_{Guid.NewGuid():N}";
    private NpgsqlDataSource? _owner;
    private NpgsqlDataSource? _application;

    internal static BureauCalendar Calendar { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    /// <summary>As migrations have it.</summary>
    internal NpgsqlDataSource Owner => Required(_owner);

    /// <summary>As the server has it, with the same settings.</summary>
    internal NpgsqlDataSource Application => Required(_application);

    public async ValueTask InitializeAsync()
    {
        if (Superuser is null)
            return;
        await ServerAsync(Roles, $"CREATE DATABASE {_name} OWNER wellbeing_owner");
        _owner = NpgsqlDataSource.Create(As("wellbeing_owner"));
        _application = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(As("wellbeing_app"))
            {
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
                Enlist = false,
            }
        );
        await using var store = DocumentStore.For(options =>
        {
            Persistence.Configure(options);
            options.Connection(_owner);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await ExecuteAsync(EventIndexes.Ddl);
        await ExecuteAsync(Grants);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is null || _application is null)
            return;
        await _owner.DisposeAsync();
        await _application.DisposeAsync();
        await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private string As(string role) =>
        new NpgsqlConnectionStringBuilder(Superuser) { Database = _name, Options = $"-c role={role}" }.ConnectionString;

    private static async Task ServerAsync(params string[] statements)
    {
        await using var server = NpgsqlDataSource.Create(Superuser!);
        foreach (var statement in statements)
        {
            await using var command = server.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static NpgsqlDataSource Required(NpgsqlDataSource? database) =>
        database
        ?? throw SkipException.ForSkip("WELLBEING_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL.");
}
