using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>What an erasure is decided upon.</summary>
/// <param name="Cases">What is open about the officer.</param>
/// <param name="Self">Whether the caller is that officer.</param>
internal sealed record ErasureFacts(OpenCases Cases, bool Self);

/// <summary>What is asked before an officer is erased.</summary>
internal static class ErasureQueries
{
    private static readonly string Open = $"""
        SELECT EXISTS (SELECT FROM readmodels.mt_doc_warning WHERE officer_id = $1 AND open),
            EXISTS (SELECT FROM readmodels.mt_doc_intervention WHERE officer_id = $1 AND open),
            EXISTS (SELECT FROM readmodels.mt_doc_warning WHERE officer_id = $1 AND open AND source = 'complaint'),
            coalesce($1 = {Persons.OfBadge("$2")}, false)
        """;

    public static Loading<ErasureFacts> ErasureFacts(this RecordQuery query) =>
        query.Ask(
            context => Statement.Of(Open, SqlParameter.Of(context.Record!.State.Id), OfficerQueries.BadgeOf(context)),
            async (reader, stop) =>
            {
                await reader.ReadAsync(stop);
                return new ErasureFacts(
                    new OpenCases(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2)),
                    reader.GetBoolean(3)
                );
            },
            otherwise: null!
        );

    /// <summary>For how long an erasure is announced.</summary>
    public static Loading<TimeSpan> Announcement(this RecordQuery query) => query.Known(context => context.Announced);
}
