using System.Text;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// The highest tree that was ever signed, kept beside the key and outside the database: whoever rolls the database back
/// does not get a smaller or another tree signed. It is on disk before a signature is given away.
/// </summary>
internal sealed class SignedState(string path)
{
    /// <summary>What it holds, as a checkpoint without a signature; null where the file is not there or is damaged.</summary>
    public Checkpoint? Read() => File.Exists(path) ? Checkpoint.TryParse(File.ReadAllText(path, Encoding.UTF8)) : null;

    /// <summary>
    /// Writes it, unless a larger tree of the same log is there by now: then another process has signed that one.
    /// </summary>
    public bool TryWrite(Checkpoint signed)
    {
        if (Read() is { } before && before.Origin == signed.Origin && before.Size > signed.Size)
            return false;
        SecretFile.Write(path, Encoding.UTF8.GetBytes(signed.Text));
        return true;
    }
}
