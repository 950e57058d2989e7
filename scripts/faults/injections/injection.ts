import { Lab } from "../../../lab";
import { Place } from "../places";

/** Where a fault is made. */
export interface Scene {
  readonly lab: Lab;
  readonly place: Place;
  /** Of the deploy that is to be disturbed. */
  readonly directory: string;
}

export interface Injection {
  /** Says by what its effect was seen; throws if there was none. */
  readonly inject: () => Promise<string>;
  /** What comes back by itself or by somebody else's hand: power, networks, disks. Never a service of the cluster. */
  readonly giveBack?: () => Promise<void>;
  /** The step which the fault has to stop, where that alone shows its effect. */
  readonly mustStop?: string;
}

const EFFECT_SECONDS = 30;

/** Waits on a host's own console until a command succeeds, faster than the caller could ask. */
export async function onHostUntil(
  lab: Lab,
  node: string,
  what: string,
  command: string,
  seconds = EFFECT_SECONDS,
): Promise<void> {
  const loop = `end=$((SECONDS + ${seconds})); until ${command}; do [ $SECONDS -lt $end ] || exit 1; sleep 0.02; done`;
  const { code, stderr } = await lab.console(node, loop, { check: false });
  if (code !== 0) throw new Error(`${node}: ${what}: not so within ${seconds} s\n${stderr}`.trim());
}

/** Runs what somebody else runs on a host, as a unit of its own. */
export async function startOwners(
  lab: Lab,
  node: string,
  unit: string,
  script: string,
): Promise<void> {
  await lab.console(
    node,
    `systemd-run --quiet --collect --unit=${unit} --property=Type=exec /bin/bash -c "$(cat)"`,
    { input: script },
  );
}

export async function stopOwners(lab: Lab, node: string, unit: string): Promise<void> {
  await lab.console(
    node,
    `[ "$(systemctl show -p LoadState --value ${unit})" = not-found ] || systemctl stop ${unit}`,
  );
}
