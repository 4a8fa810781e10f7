using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Histories;

/// <summary>What happened to the nominations of one kind that concern an officer, counted by event.</summary>
/// <param name="Nominated">Nominations.</param>
/// <param name="Approved">Approvals, those revoked later included.</param>
/// <param name="Declined">Nominations declined.</param>
/// <param name="Conferred">Commendations conferred.</param>
/// <param name="Revoked">Approvals taken back.</param>
public sealed record HonoursTally(
    int Nominated = 0,
    int Approved = 0,
    int Declined = 0,
    int Conferred = 0,
    int Revoked = 0
)
{
    /// <summary>The counts after one more event.</summary>
    public HonoursTally After(ICareEvent happened) =>
        happened switch
        {
            CommendationNominated => this with { Nominated = Nominated + 1 },
            CommendationApproved => this with { Approved = Approved + 1 },
            CommendationDeclined => this with { Declined = Declined + 1 },
            CommendationConferred => this with { Conferred = Conferred + 1 },
            CommendationRevoked => this with { Revoked = Revoked + 1 },
            _ => this,
        };
}

/// <summary>What the record says of an officer at a point of a replay.</summary>
/// <param name="Officer">The career; null before the enrolment, which older commendations may precede.</param>
/// <param name="Individual">Commendations of the officer.</param>
/// <param name="Collective">Commendations of units in which the officer served.</param>
/// <param name="Care">Talks, warnings and interventions.</param>
public sealed record OfficerRecord(Officer? Officer, HonoursTally Individual, HonoursTally Collective, CareTally Care);
