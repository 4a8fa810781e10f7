using Wellbeing.Api.Seal;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Erasures;

/// <summary>What a bureau says about erasures.</summary>
/// <param name="Announced">For how long one is announced before it may be confirmed.</param>
/// <param name="CopiesExpireAfterDays">After how many days the last backup, WAL and replica of what was erased is gone.</param>
/// <param name="TombstoneFile">Where tombstones are kept, outside both databases.</param>
internal sealed record ErasureSettings(TimeSpan Announced, int CopiesExpireAfterDays, string TombstoneFile)
{
    public const string AnnouncedSetting = "Erasure:AnnouncedForDays";
    public const string CopiesSetting = "Erasure:BackupsExpireAfterDays";
    public const string FileSetting = "Erasure:TombstoneFile";

    private const int CopiesExpire = 90;

    public static ErasureSettings Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var announced = TimeSpan.FromDays(
            configuration.GetValue(AnnouncedSetting, ErasureDecisions.Announced.TotalDays)
        );
        // A bureau may give more time than the guarantee says; only who tries things out may give less.
        if (announced < ErasureDecisions.Announced && !environment.IsDevelopment())
            throw new InvalidOperationException(
                $"{AnnouncedSetting} is {announced.TotalDays}; it cannot be less than {ErasureDecisions.Announced.TotalDays}."
            );
        return new(announced, configuration.GetValue(CopiesSetting, CopiesExpire), FileOf(configuration));
    }

    /// <summary>The file that is named, else one beside the master key.</summary>
    private static string FileOf(IConfiguration configuration) =>
        configuration[FileSetting] is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(Path.GetDirectoryName(MasterKeyFiles.PathOf(configuration))!, "tombstones");
}
