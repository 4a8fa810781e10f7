namespace Wellbeing.Domain;

/// <summary>What an officer is burdened by: the categories of a talk's concerns and of warnings (分类预警).</summary>
public enum CareCategory
{
    /// <summary>The mind and its moods.</summary>
    Emotional,

    /// <summary>Family and partnership.</summary>
    Family,

    /// <summary>Bodily health.</summary>
    Health,

    /// <summary>Money and debts.</summary>
    Financial,

    /// <summary>Conduct in and out of service.</summary>
    Conduct,

    /// <summary>What was lived through in service.</summary>
    Trauma,

    /// <summary>Too much work, or too long.</summary>
    Workload,

    /// <summary>Post, rank and prospects.</summary>
    Career,

    /// <summary>The result of a psychological test.</summary>
    Assessment,
}
