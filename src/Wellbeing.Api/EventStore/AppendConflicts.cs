using System.Runtime.ExceptionServices;
using JasperFx.Events;
using Npgsql;

namespace Wellbeing.Api.EventStore;

/// <summary>Reads from a failed append which conflict prevented it.</summary>
internal static class AppendConflicts
{
    /// <summary>The conflict, or null where the failure is something else.</summary>
    public static Conflict? Of(Exception failure) =>
        failure
            is ExistingStreamIdCollisionException
                or Marten.Exceptions.ExistingStreamIdCollisionException
                or EventStreamUnexpectedMaxEventIdException
            ? Conflict.Version
        : PostgresFailure(failure) is PostgresException refused ? Of(refused)
        : null;

    /// <summary>
    /// Throws what PostgreSQL said, without Marten's exception around it: that one holds the statement and its parameters,
    /// which no log may get.
    /// </summary>
    public static void Rethrow(Exception failure) => ExceptionDispatchInfo.Throw(PostgresFailure(failure) ?? failure);

    private static NpgsqlException? PostgresFailure(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException found)
                return found;
        }
        return null;
    }

    private static Conflict? Of(PostgresException refused) =>
        refused.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => refused.ConstraintName switch
            {
                "pk_mt_events_stream_and_version" or "pkey_mt_streams_id" or "pkey_source_streams_key" =>
                    Conflict.Version,
                "idx_mt_events_event_id" or "pkey_replies_key" => Conflict.Repeated,
                "ux_officers_badge_number" => Conflict.BadgeNumber,
                "mt_ux_units_unit_code" => Conflict.UnitCode,
                "mt_ux_commendations_deed" => Conflict.Deed,
                "mt_ux_equipment_serial" => Conflict.Serial,
                "mt_ux_leaves_ordinal" => Conflict.Leave,
                "mt_ux_registers_period" or "mt_ux_reviews_period" => Conflict.Period,
                "mt_ux_accesses_override" => Conflict.Override,
                _ => null,
            },
            PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable => Conflict.Busy,
            _ => null,
        };
}
