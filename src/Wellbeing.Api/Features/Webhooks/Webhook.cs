using Npgsql;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>How a webhook stands.</summary>
internal enum WebhookStatus
{
    /// <summary>It is told.</summary>
    Active,

    /// <summary>It is told nothing until it is resumed, and then what came meanwhile.</summary>
    Paused,

    /// <summary>It is told nothing more.</summary>
    Retired,
}

/// <summary>Another system that is told of events. What it verifies them with is told once, and not here.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How often it was set, from 1.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Types">The types of events that it is told; absent for all that may be told.</param>
/// <param name="Unit">The unit, with those below, whose events it is told; absent for the whole bureau.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Gone">Whether it was paused because the receiver answered 410.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="RegisteredBy">By whom, by opaque id.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the present one signs as well.</param>
/// <param name="Waiting">How many events wait in its line.</param>
/// <param name="DeadLetters">How many events no attempt could deliver.</param>
internal sealed record Webhook(
    Guid Id,
    long Version,
    string Url,
    IReadOnlyList<string>? Types,
    string? Unit,
    string? Description,
    WebhookStatus Status,
    bool Gone,
    DateTimeOffset RegisteredAt,
    string RegisteredBy,
    DateTimeOffset? PreviousSecretUntil,
    long Waiting,
    long DeadLetters
)
{
    /// <summary>What <see cref="Of" /> reads, of endpoint <c>w</c>.</summary>
    public const string Columns = """
        w.id, w.version, w.url, w.types, w.unit_code, w.description, w.status, w.gone, w.registered_at, w.registered_by,
        w.previous_until,
        (SELECT count(*) FROM webhooks.deliveries AS d WHERE d.webhook_id = w.id AND d.next_at IS NOT NULL),
        (SELECT count(*) FROM webhooks.deliveries AS d WHERE d.webhook_id = w.id AND d.dead_at IS NOT NULL)
        """;

    public static Webhook Of(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetInt64(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<string[]>(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            Enum.Parse<WebhookStatus>(row.GetString(6), ignoreCase: true),
            row.GetBoolean(7),
            row.GetFieldValue<DateTimeOffset>(8),
            row.GetString(9),
            row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
            row.GetInt64(11),
            row.GetInt64(12)
        );
}

/// <summary>What registering or setting a webhook is answered with.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Version">Its version.</param>
/// <param name="Secret">What its messages are signed with, told this once; absent where the answer is given again.</param>
/// <param name="PreviousSecretUntil">Until when the secret before it signs as well.</param>
internal sealed record WebhookReceipt(
    Guid Id,
    long Version,
    string? Secret = null,
    DateTimeOffset? PreviousSecretUntil = null
);
