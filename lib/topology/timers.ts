/** Corosync's own token coefficient in milliseconds; pvecm writes a smaller one only from pve-cluster 9.1.0 on. */
export const LARGEST_USUAL_COEFFICIENT = 650;
/** What pvecm writes from pve-cluster 9.1.0 on, in milliseconds. */
export const SMALL_COEFFICIENT = 125;

/** Milliseconds of the token as corosync uses it: corosync.conf(5), token_coefficient. */
export function runtimeToken(token: number, coefficient: number, nodes: number): number {
  return token + Math.max(0, nodes - 2) * coefficient;
}

/** Milliseconds of consensus that corosync takes for a token when none is set: 1.2 times as much. */
export function consensusFor(token: number): number {
  return Math.floor((token * 12) / 10);
}

/** Milliseconds until HA's watchdog resets a node that has no quorum. */
export const WATCHDOG = 60_000;

/** Milliseconds of two rounds of forming the membership: each waits for the token, then for consensus. */
export function twoRounds(token: number, consensus = consensusFor(token)): number {
  return 2 * (token + consensus);
}
