using Wellbeing.Domain;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Which types of events leave. Who reads whose record is between the officer and auditors (the stream <c>access</c>); what is
/// in force is about nobody; that somebody's name or number changed, that an erasure is discussed or a hold was placed, and
/// what a test's answer alerted to would tell by the type alone what no other system has to know.
/// </summary>
internal static class WebhookTypes
{
    private static readonly string[] Kept =
    [
        "officer_identity_changed",
        "legal_hold_placed",
        "legal_hold_lifted",
        "erasure_proposed",
        "erasure_withdrawn",
        "erasure_confirmed",
        "assessment_item_alerted",
    ];

    /// <summary>Every type that may be asked for; all of them where none is.</summary>
    public static string[] Sent { get; } =
    [
        .. Catalogue
            .All.Where(x => x.Stream is not (StreamKind.Access or StreamKind.Policy) && !Kept.Contains(x.Name))
            .Select(x => x.Name),
    ];

    /// <summary>
    /// SQL: whether event <c>e</c> says what others have to do with what they hold of an officer. Whoever may have been told of
    /// that officer is told it, whatever types were asked for (GDPR, 19; PIPL, 47).
    /// </summary>
    public const string Binding = "e.type IN ('officer_erased', 'processing_restricted', 'restriction_lifted')";

    /// <summary>
    /// SQL: whether event <c>e</c> may be told now. Of who is erased, or whose record is not to be processed, others are told
    /// just that, so that they do likewise with what they hold.
    /// </summary>
    public const string Tellable = $"""
        ({Binding} OR NOT EXISTS (
            SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = (e.data ->> 'officerId')::uuid
            AND (o.restricted IS TRUE OR o.erasure IN ('confirmed', 'erased'))))
        """;
}
