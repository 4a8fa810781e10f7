namespace Wellbeing.Api.EventStore;

/// <summary>Schemas of the events' database.</summary>
internal static class Schemas
{
    public const string Events = "events";
    public const string ReadModels = "readmodels";
    public const string Identities = "identities";
    public const string Journal = "journal";
}
