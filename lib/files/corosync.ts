import type { CorosyncSettings } from "../topology";

/**
 * Settings of corosync.conf's totem section, one `key: value` a line. Guide step 6.
 *
 * Only these lines: the node merges them into what pvecm wrote and leaves everything else as it is.
 */
export function totemSettings(corosync: CorosyncSettings): string {
  const settings: [string, string | number | undefined][] = [
    ["token", corosync.token],
    ["token_retransmits_before_loss_const", corosync.tokenRetransmitsBeforeLossConst],
    ["join", corosync.join],
    ["send_join", corosync.sendJoin],
    ["merge", corosync.merge],
    ["consensus", corosync.consensus],
    ["token_coefficient", corosync.tokenCoefficient],
    ["crypto_cipher", corosync.explicitCrypto ? "aes256" : undefined],
    ["crypto_hash", corosync.explicitCrypto ? "sha256" : undefined],
  ];
  return settings
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}
