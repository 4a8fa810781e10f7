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
    /// Writes it, unless another process has signed a larger tree by now, or the log has another name.
    /// </summary>
    public bool TryWrite(Checkpoint signed)
    {
        if (Read() is { } before && (before.Origin != signed.Origin || before.Size > signed.Size))
            return false;
        Begin(signed);
        return true;
    }

    /// <summary>Writes it whatever is there: the log begins, or goes on under another name.</summary>
    public void Begin(Checkpoint signed) => SecretFile.Write(path, Encoding.UTF8.GetBytes(signed.Text));
}
