using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Features.Notices;

/// <summary>Somebody's mark that a notice was read.</summary>
internal sealed record NoticeReadRow(string Reader, Guid NoticeId, DateTimeOffset At)
{
    public static readonly RowTable<NoticeReadRow> Table = new(
        Schemas.Journal,
        "notice_reads",
        x => new { x.Reader, x.NoticeId }
    );
}
