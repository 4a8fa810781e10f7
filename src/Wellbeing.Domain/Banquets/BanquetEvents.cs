namespace Wellbeing.Domain.Banquets;

/// <summary>What a banquet is given for (宴请).</summary>
public enum BanquetOccasion
{
    /// <summary>A wedding.</summary>
    Wedding,

    /// <summary>A funeral.</summary>
    Funeral,

    /// <summary>A child's birth, its first month or hundredth day.</summary>
    Birth,

    /// <summary>A promotion.</summary>
    Promotion,

    /// <summary>A move to a new home.</summary>
    Housewarming,

    /// <summary>A child's admission to a school or university.</summary>
    Schooling,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A fact of a banquet report.</summary>
public interface IBanquetEvent : ICareEvent;

/// <summary>A banquet was declared (宴请报备).</summary>
/// <param name="OfficerId">Who gives it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Occasion">What for.</param>
/// <param name="HeldOn">On which day it is to take place.</param>
/// <param name="Guests">How many guests are asked.</param>
/// <param name="Venue">Where; it may be somebody's home.</param>
/// <param name="Note">What else there is to say.</param>
public sealed record BanquetDeclared(
    Guid? OfficerId,
    string? UnitCode,
    BanquetOccasion Occasion,
    DateOnly HeldOn,
    int Guests,
    SealedText? Venue,
    SealedText? Note
) : CareEvent, IBanquetEvent;

/// <summary>A commander took note of a banquet.</summary>
/// <param name="OfficerId">Who gives it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Remark">What the commander has to say to it.</param>
public sealed record BanquetReviewed(Guid? OfficerId, string? UnitCode, SealedText? Remark) : CareEvent, IBanquetEvent;

/// <summary>A banquet that was declared does not take place.</summary>
/// <param name="OfficerId">Who was to give it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record BanquetWithdrawn(Guid? OfficerId, string? UnitCode, SealedText Reason) : CareEvent, IBanquetEvent;
