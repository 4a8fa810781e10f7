using System.Security.Cryptography;
using System.Text;
using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Verification;

/// <summary>Each officer's identity opens the commitment that the officer's last event about it made.</summary>
internal sealed class IdentityCheck(Findings findings)
{
    public const string Query = "SELECT officer_id, badge_number, name, contact, salt FROM identities.officers";

    private const string Erased = "officer_erased";

    private readonly Dictionary<Guid, EventPrint> _committed = [];
    private readonly HashSet<Guid> _erased = [];

    /// <summary>Takes the next event, in the order of sequence numbers.</summary>
    public void Add(EventPrint stored)
    {
        if (stored.Stream is not { } officer)
            return;
        if (stored.Commitment is not null)
            _committed[officer] = stored;
        else if (stored.Type == Erased)
            _erased.Add(officer);
    }

    /// <summary>No more events come.</summary>
    public void End(IEnumerable<IdentityRow> rows)
    {
        foreach (var row in rows)
        {
            if (!_committed.Remove(row.OfficerId, out var committed))
                Add("identity-unknown", row.OfficerId, null);
            else if (_erased.Contains(row.OfficerId))
                Add("identity-not-erased", row.OfficerId, committed);
            else if (!Opens(row, committed.Commitment!))
                Add("identity-changed", row.OfficerId, committed);
        }
        foreach (var (officer, committed) in _committed.Where(x => !_erased.Contains(x.Key)))
            Add("identity-missing", officer, committed);
    }

    private static bool Opens(IdentityRow row, string commitment) =>
        row.Salt.Length == Seal.IdentityCommitment.SaltSize
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(row.Commitment()),
            Encoding.UTF8.GetBytes(commitment)
        );

    private void Add(string name, Guid officer, EventPrint? committed) =>
        findings.Add(
            name,
            new Finding
            {
                Table = "identities.officers",
                Key = officer.ToString(),
                Stream = officer,
                Seq = committed?.Seq,
                Id = committed?.Id,
            }
        );
}
